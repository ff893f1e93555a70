import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { nodeAt } from '../syntax/queries';
import { touches } from '../text/span';

/** What the values of a list are. */
export type PolicyListKind = 'action' | 'resource' | 'principal' | 'conditionValue';

/** An element of a statement whose value is one or several: `Action`, a principal type, the values of a condition key. */
export interface PolicyList {
  readonly kind: PolicyListKind;
  /** The member that names it. */
  readonly member: MemberNode;
  readonly value: JsonNode;
  /** Of `NotAction`, `NotResource` and `NotPrincipal`. */
  readonly negated: boolean;
}

/** The lists of a statement, lone values among them, in order of writing. */
export function listsOfStatement(statement: ObjectNode): readonly PolicyList[] {
  return statement.members.flatMap((member): readonly PolicyList[] => {
    const { key, value } = member;
    if (value === undefined) return [];
    const negated = key.text.startsWith('Not');
    switch (key.text) {
      case 'Action':
      case 'NotAction':
        return [{ kind: 'action', member, value, negated }];
      case 'Resource':
      case 'NotResource':
        return [{ kind: 'resource', member, value, negated }];
      case 'Principal':
      case 'NotPrincipal':
        return listsIn(value, 'principal', negated);
      case 'Condition':
        return value.kind === 'object' ? value.members.flatMap((operator) => listsIn(operator.value, 'conditionValue', false)) : [];
      default:
        return [];
    }
  });
}

function listsIn(node: JsonNode | undefined, kind: PolicyListKind, negated: boolean): readonly PolicyList[] {
  if (node?.kind !== 'object') return [];
  return node.members.flatMap((member) => (member.value === undefined ? [] : [{ kind, member, value: member.value, negated }]));
}

/** A place in a policy, as edits see it. */
export interface EditPlace {
  readonly statement: ObjectNode | undefined;
  /** The list that the place is in: its name, its brackets or a value. */
  readonly list: PolicyList | undefined;
  /** The value of that list that the place is at. */
  readonly item: JsonNode | undefined;
}

/** The statement, list and value at an offset. Looks at one statement only. */
export function editPlaceAt(root: JsonNode | undefined, offset: number): EditPlace {
  const { path, parents } = nodeAt(root, offset);
  const container = path[0] === 'Statement' ? parents[typeof path[1] === 'number' ? 2 : 1] : undefined;
  const statement = container?.kind === 'object' ? container : undefined;
  const list = statement === undefined ? undefined : listsOfStatement(statement).find(({ member }) => touches(member, offset));
  return { statement, list, item: list === undefined ? undefined : itemAt(list.value, offset) };
}

function itemAt(value: JsonNode, offset: number): JsonNode | undefined {
  if (value.kind !== 'array') return touches(value, offset) ? value : undefined;
  return value.items.find((item) => touches(item, offset));
}
