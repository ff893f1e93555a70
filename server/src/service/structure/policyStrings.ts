import type { JsonNode, MemberNode, StringNode } from '../../core/syntax/nodes';
import { itemsOf, statementsOf } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';

/** What a string of a statement is there for. */
export type StringRole =
  | 'sid'
  | 'effect'
  | 'action'
  | 'resource'
  /** `AWS`, `Service` … as keys of a principal. */
  | 'principalType'
  | 'principal'
  | 'conditionOperator'
  | 'conditionKey'
  | 'conditionValue';

/** A string of a statement. */
export interface PolicyString {
  readonly role: StringRole;
  readonly node: StringNode;
  /** Of a condition's key or value: the operator as written. */
  readonly operator?: string;
}

/** Everything, however long. */
export const everywhere: Span = { start: 0, end: Infinity };

/** Calls `visit` with the strings of a policy that touch `span`, in order of writing; statements elsewhere are not looked at. */
export function visitPolicyStrings(root: JsonNode | undefined, span: Span, visit: (string: PolicyString) => void): void {
  const statements = statementsOf(root);
  for (let index = firstEndingAt(statements, span.start); index < statements.length; index++) {
    const statement = statements[index];
    if (statement === undefined || statement.start > span.end) return;
    if (statement.kind !== 'object') continue;
    for (const member of statement.members) if (member.end >= span.start && member.start <= span.end) visitElement(member, visit);
  }
}

/** The first node that does not end before an offset. */
function firstEndingAt(nodes: readonly JsonNode[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.end ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function visitElement({ key, value }: MemberNode, visit: (string: PolicyString) => void): void {
  const all = (role: StringRole, node: JsonNode | undefined, operator?: string): void => {
    for (const item of itemsOf(node)) {
      if (item.kind === 'string') visit(operator === undefined ? { role, node: item } : { role, node: item, operator });
    }
  };
  switch (key.text) {
    case 'Sid':
      return all('sid', value);
    case 'Effect':
      return all('effect', value);
    case 'Action':
    case 'NotAction':
      return all('action', value);
    case 'Resource':
    case 'NotResource':
      return all('resource', value);
    case 'Principal':
    case 'NotPrincipal':
      if (value?.kind !== 'object') return all('principal', value);
      for (const type of value.members) {
        visit({ role: 'principalType', node: type.key });
        all('principal', type.value);
      }
      return;
    case 'Condition':
      if (value?.kind !== 'object') return;
      for (const operator of value.members) {
        visit({ role: 'conditionOperator', node: operator.key });
        if (operator.value?.kind !== 'object') continue;
        for (const condition of operator.value.members) {
          visit({ role: 'conditionKey', node: condition.key, operator: operator.key.text });
          all('conditionValue', condition.value, operator.key.text);
        }
      }
  }
}
