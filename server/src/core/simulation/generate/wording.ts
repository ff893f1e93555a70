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
export function exerciseName(statement: CompiledStatement, { request, trace }: Asked, decides: boolean): Message {
  const label = statementLabel(statement);
  const { action } = request;
  if (statement.effect === 'Deny') return message('{0} denies {1}', label, action);
  if (decides || trace.decision === 'allowed') return message('{0} allows {1}', label, action);
  return message('{0} allows {1}, {2}', label, action, outcome(trace));
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
  const { action, resource, principal } = asked.request;
  const what = whatDiffers(variation, asked);
  if (variation.kind === 'principal') {
    if (variation.beyond) return message('{0} does not reach {1}', label, principal);
    return applies
      ? applied(statement, label, message('{0} by {1}', action, principal))
      : message('{0} is not about {1}', label, message('{0} by {1}', action, principal));
  }
  if (variation.kind === 'action') return message('{0} is not about {1}', label, action);
  if (variation.kind === 'resource') return message('{0} is not about {1}', label, message('{0} on {1}', action, resource));
  const said = what === undefined ? action : message('{0} {1}', action, what);
  return applies ? applied(statement, label, said) : message('{0} is not about {1}', label, said);
}

function applied({ effect }: CompiledStatement, label: string, what: Message | string): Message {
  return effect === 'Deny' ? message('{0} denies {1}', label, what) : message('{0} allows {1}', label, what);
}

function whatDiffers(variation: Variation, { request }: Asked): Message | undefined {
  if (variation.kind !== 'key') return undefined;
  const given = Object.entries(request.context).find(([key]) => key.toLowerCase() === variation.key.toLowerCase())?.[1];
  const choice: KeyChoice = variation.choice ?? given;
  return choice === undefined ? message('without {0}', variation.key) : message('when {0} is {1}', variation.key, shown(choice));
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
