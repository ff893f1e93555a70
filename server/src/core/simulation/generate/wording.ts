import type { CompiledStatement } from '../../evaluation/compile';
import type { Trace } from '../../evaluation/trace';
import { message } from '../../text/message';
import type { Message } from '../../text/message';

import type { KeyChoice } from './conditionValues';
import type { Asked } from './exercise';
import type { Variation, VariedRequest } from './variations';

/** What a statement is called: its Sid, else its place in the policy. */
export function statementLabel({ source: { sid, index } }: CompiledStatement): string {
  return sid === undefined || sid.text === '' ? `Statement[${index}]` : sid.text;
}

/** The name of a test that exercises a statement. */
export function exerciseName(statement: CompiledStatement, { request, trace }: Asked): Message {
  return applied(statement, request.action, trace);
}

function applied(statement: CompiledStatement, what: Message | string, trace: Trace): Message {
  const label = statementLabel(statement);
  if (statement.effect === 'Deny') return message('{0} denies {1}', label, what);
  return trace.decision === 'allowed'
    ? message('{0} allows {1}', label, what)
    : message('{0} allows {1}, {2}', label, what, outcome(trace));
}

function outcome(trace: Trace): Message {
  const decider = trace.decidedBy?.sid ?? trace.decidedBy?.policy ?? undefined;
  switch (trace.decision) {
    case 'allowed':
      return message('and it is allowed');
    case 'explicitDeny':
      return decider === undefined ? message('but it is denied') : message('but {0} denies it', decider);
    case 'implicitDeny':
      return message('but not everything that must allow it does');
    case 'undetermined':
      return message('but whether it is allowed is not known');
  }
}

/** The name of a test beside one that exercises a statement. */
export function variationName(statement: CompiledStatement, { variation, asked, applies }: VariedRequest): Message {
  const label = statementLabel(statement);
  if (variation.kind === 'principal' && variation.beyond) return message('{0} does not reach {1}', label, asked.request.principal);
  const what = varied(variation, asked);
  return applies ? applied(statement, what, asked.trace) : message('{0} does not apply to {1}', label, what);
}

function varied(variation: Variation, asked: Asked): Message | string {
  const { action, resource, principal } = asked.request;
  switch (variation.kind) {
    case 'action':
      return action;
    case 'resource':
      return message('{0} on {1}', action, resource);
    case 'principal':
      return message('{0} by {1}', action, principal);
    case 'key':
      return message('{0} {1}', action, whatDiffers(variation, asked));
  }
}

function whatDiffers({ key, choice }: Variation & { readonly kind: 'key' }, { request }: Asked): Message {
  const given = Object.entries(request.context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  const value: KeyChoice = choice ?? given;
  return value === undefined ? message('without {0}', key) : message('when {0} is {1}', key, shown(value));
}

function shown(choice: KeyChoice): string {
  return Array.isArray(choice) ? choice.join(', ') : String(choice);
}

/** A line on what a statement says, for the comment above its tests. */
export function statementSummary({ source: { effect, action, resource, conditions } }: CompiledStatement): string {
  const list = (element: typeof action, name: string): string => {
    if (element === undefined) return '';
    const [one, two, three] = element.values.map(({ text }) => text);
    const shownValues = [one, two].filter((text) => text !== undefined).join(', ');
    return `${element.negated ? `Not${name} ` : ''}${shownValues}${three === undefined ? '' : `, … (${element.values.length})`}`;
  };
  const keys = [...new Set(conditions.map(({ key }) => key.text))];
  const what = [effect ?? '', list(action, 'Action'), 'on', list(resource, 'Resource') || '*'].join(' ');
  return keys.length === 0 ? what : `${what} if ${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}`;
}
