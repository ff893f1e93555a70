import type { MemberNode, ObjectNode } from '../../syntax/nodes';

import { isIntrinsicName } from './placeholder';

/** Members of a policy. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html> */
export const documentElements: readonly string[] = ['Version', 'Id', 'Statement'];

/** Members of a statement. */
export const statementElements: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Whether a statement has none of these members; one that CloudFormation fills in later may have any. */
export function lacks(statement: ObjectNode, ...names: readonly string[]): boolean {
  return !statement.members.some(({ key }) => names.includes(key.text) || isIntrinsicName(key.text) || key.text === '');
}

/** The first member of one of these names, or undefined. */
export function firstOf(statement: ObjectNode, ...names: readonly string[]): MemberNode | undefined {
  return statement.members.find(({ key }) => names.includes(key.text));
}
