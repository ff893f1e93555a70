import type { Statement } from '../../policy/policy';
import type { Span } from '../../text/span';

import { covers } from './glob';
import { hasKey } from './keys';

/** How an Allow reaches an action, on how much, and where it says so. */
export interface RiskyGrant {
  readonly by: 'name' | 'wildcard' | 'notAction';
  readonly on: 'star' | 'notResource';
  readonly span: Span;
}

/**
 * Whether a statement allows an action (in lower case) on everything, or on everything but a few, without the condition key (in lower
 * case) that would narrow it.
 */
export function riskyGrant(statement: Statement, action: string, narrowingKey: string): RiskyGrant | undefined {
  const { effect, resource } = statement;
  if (effect !== 'Allow' || statement.action === undefined || resource === undefined) return undefined;
  const on = resource.negated ? 'notResource' : resource.values.some(({ text }) => text === '*') ? 'star' : undefined;
  if (on === undefined || hasKey(statement, narrowingKey)) return undefined;
  const matching = statement.action.values.filter(({ text }) => mayCover(text, action) && covers(text.toLowerCase(), action));
  if (statement.action.negated) return matching.length > 0 ? undefined : { by: 'notAction', on, span: statement.action.keySpan };
  const named = matching.find(({ text }) => text.toLowerCase() === action);
  const value = named ?? matching[0];
  return value && { by: named === undefined ? 'wildcard' : 'name', on, span: value.span };
}

/** Whether the first character leaves it open; six checks ask this of every action, so it comes before all else. */
function mayCover(pattern: string, action: string): boolean {
  const first = pattern[0];
  return first === '*' || first === '?' || first?.toLowerCase() === action[0];
}
