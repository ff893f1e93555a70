import type { MemberNode, ObjectNode } from '../../syntax/nodes';
import { valueOf } from '../../syntax/queries';
import type { Span } from '../../text/span';

/** Where to say that something is missing from an object: at its opening brace, not under all of its lines. */
export function openingBrace({ start }: Span): Span {
  return { start, end: start + 1 };
}

/** The operators of a statement's condition as written. */
export function conditionOperatorsOf(statement: ObjectNode): readonly MemberNode[] {
  const condition = valueOf(statement, 'Condition');
  return condition?.kind === 'object' ? condition.members : [];
}
