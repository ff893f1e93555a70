import type { MemberNode } from '../../syntax/nodes';
import { valueOf } from '../../syntax/queries';
import type { Span } from '../../text/span';

import type { StatementSyntax } from './statementSyntax';

/** Where to say that something is missing from an object: at its opening brace, not under all of its lines. */
export function openingBrace({ start }: Span): Span {
  return { start, end: start + 1 };
}

/** The operators of a statement's condition as written. */
export function conditionOperatorsOf(statement: StatementSyntax): readonly MemberNode[] {
  if (statement.first.Condition === undefined) return none;
  const condition = valueOf(statement, 'Condition');
  return condition?.kind === 'object' ? condition.members : none;
}

const none: readonly MemberNode[] = [];
