import type { ObjectNode } from '../../syntax/nodes';

import { isIntrinsicName } from './placeholder';
import type { StatementElement } from './statementSyntax';

/** Members of a policy. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html> */
export const documentElements: readonly string[] = ['Version', 'Id', 'Statement'];

/** Members of a statement. */
export const statementElements: readonly StatementElement[] = [
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

/** Whether an object has none of these members; one that CloudFormation fills in later may have any. */
export function lacks(statement: ObjectNode, ...names: readonly string[]): boolean {
  return !statement.members.some(({ key }) => names.includes(key.text) || isIntrinsicName(key.text) || key.text === '');
}
