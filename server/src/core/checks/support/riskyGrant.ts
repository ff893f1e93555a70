import type { Span } from '../../text/span';
import type { CheckedStatement } from '../readStatement';

import { sensitiveActions } from './sensitiveAction';
import type { SensitiveAction } from './sensitiveAction';

/** How an Allow reaches a sensitive action on everything, or on everything but a few, without the condition that would narrow it. */
export interface RiskyGrant {
  readonly action: SensitiveAction['name'];
  readonly by: 'name' | 'wildcard' | 'notAction';
  readonly on: 'star' | 'notResource';
  /** Where the statement says so. */
  readonly span: Span;
}

/** The risky grants of a statement. */
export function riskyGrants(statement: CheckedStatement): readonly RiskyGrant[] {
  const { effect, action, resource } = statement;
  if (effect !== 'Allow' || action === undefined || resource === undefined) return none;
  const on = resource.negated ? 'notResource' : resource.values.some(({ text }) => text === '*') ? 'star' : undefined;
  if (on === undefined) return none;
  if (!action.negated && !statement.actions.some(({ name }) => name.reaches.length > 0)) return none;
  return sensitiveActions.flatMap((sensitive) => {
    const found = statement.keyNames.has(sensitive.narrowingKey) ? undefined : wayTo(sensitive, statement);
    return found === undefined ? [] : [{ ...found, action: sensitive.name, on }];
  });
}

const none: readonly RiskyGrant[] = [];

function wayTo(sensitive: SensitiveAction, { action, actions }: CheckedStatement): Pick<RiskyGrant, 'by' | 'span'> | undefined {
  const matching = actions.filter(({ name }) => name.reaches.includes(sensitive));
  if (action?.negated === true) return matching.length > 0 ? undefined : { by: 'notAction', span: action.keySpan };
  const named = matching.find(({ name }) => name.text === sensitive.lowerName);
  const value = named ?? matching[0];
  return value && { by: named === undefined ? 'wildcard' : 'name', span: value.span };
}
