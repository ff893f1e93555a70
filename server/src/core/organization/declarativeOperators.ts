import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { memberOf } from '../syntax/queries';

import type { OrganizationPolicyType } from './organization';

/**
 * What a declarative policy may do to a setting that it inherits.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html>
 */
export type ValueOperator = '@@assign' | '@@append' | '@@remove';

/** In the order in which the operators of one setting apply. */
export const valueOperators = ['@@assign', '@@append', '@@remove'] as const satisfies readonly ValueOperator[];

/** Limits what the policies below may do. */
export const childControl = '@@operators_allowed_for_child_policies';

/** The operator of a name, or undefined. */
export function valueOperatorOf(name: string): ValueOperator | undefined {
  return valueOperators.find((operator) => operator === name);
}

/** The operators that a list such as `["@@append"]` allows, and what in it is none. A lone text counts as a list of one. */
export function readChildControl(node: JsonNode | undefined): {
  readonly allowed: ReadonlySet<ValueOperator>;
  readonly unknown: readonly JsonNode[];
} {
  const allowed = new Set<ValueOperator>();
  const unknown: JsonNode[] = [];
  for (const item of node?.kind === 'array' ? node.items : node === undefined ? [] : [node]) {
    const text = item.kind === 'string' ? item.text : undefined;
    const operator = text === undefined ? undefined : valueOperatorOf(text);
    if (operator !== undefined) allowed.add(operator);
    else if (text === '@@all') for (const each of valueOperators) allowed.add(each);
    else if (text !== '@@none') unknown.push(item);
  }
  return { allowed, unknown };
}

/** Whether an object of a policy sets a value: it holds operators, and not only the one that limits the policies below. */
export function isSetting(node: ObjectNode): boolean {
  return node.members.some(({ key }) => key.text.startsWith('@@') && key.text !== childControl);
}

/** The members that are no operators, the last of each name. */
export function plainMembers(node: ObjectNode): readonly MemberNode[] {
  return node.members.filter((member) => !member.key.text.startsWith('@@') && memberOf(node, member.key.text) === member);
}

/** Operators that a policy type does not take. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html> */
export function isSupported(type: OrganizationPolicyType, operator: ValueOperator): boolean {
  return type !== 'ai-opt-out' || operator === '@@assign';
}

/**
 * Under which name a member is known while policies merge. AWS compares the policy keys of tag policies without regard to case, and shows
 * those of backup policies in lower case.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html>
 */
export function mergeKey(type: OrganizationPolicyType, name: string): string {
  return type === 'tag' || type === 'backup' ? name.toLowerCase() : name;
}
