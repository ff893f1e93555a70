import type { TestCase } from '../../core/simulation/readTests';
import type { ContextValue } from '../../core/evaluation/request';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import type { SimulateParams } from '../../protocol/requests';

import type { DecidingStatement, LiveAnswer, LiveRequest } from './live';

/** How a request came out, for people. */
export type Outcome = 'allowed' | 'denied' | 'open';

/** One meaning everywhere. */
export const signs: Readonly<Record<Outcome, string>> = { allowed: '✓', denied: '✗', open: '?' };

/** A text behind the sign of its outcome: in front in every language, so that a column of them reads at a glance. */
export function signed(outcome: Outcome, text: Message): Message {
  switch (outcome) {
    case 'allowed':
      return message('✓ {0}', text);
    case 'denied':
      return message('✗ {0}', text);
    case 'open':
      return message('? {0}', text);
  }
}

/** What cannot be asked is neither allowed nor denied. */
export function outcomeOf(answer: LiveAnswer): Outcome {
  if (answer.kind === 'unclear') return 'open';
  const { decision } = answer;
  return decision === 'allowed' ? 'allowed' : decision === 'undetermined' ? 'open' : 'denied';
}

/** The statement that decided, and the document that it stands in. */
export function decidingStatement(answer: LiveAnswer): DecidingStatement | undefined {
  return answer.kind === 'unclear' ? undefined : answer.statement();
}

/** Whether a statement of this document decided. */
export function isDecidedIn(uri: string, answer: LiveAnswer): boolean {
  return decidingStatement(answer)?.uri === uri;
}

/** The decision in at most 40 characters, or why there is none. */
export function shortOf(answer: LiveAnswer): Message {
  return answer.kind === 'unclear' ? answer.reason : answer.describe().short;
}

/** What was asked. */
export function actionOf(request: LiveRequest): string {
  return request.kind === 'test' ? request.test.action : request.remembered.action;
}

/** The request as the simulator's form has it. */
export function questionOf(request: LiveRequest): SimulateParams {
  if (request.kind === 'remembered') {
    const { principal, action, resource, context } = request.remembered;
    return { uri: request.uri, principal, action, resource, context, contextIsComplete: false };
  }
  const { principal, action, resource, resourceAccount, context, contextIsComplete } = request.test;
  const owner = resourceAccount === undefined ? {} : { resourceAccount };
  return { uri: request.uri, principal, action, resource, ...owner, context: texts(context), contextIsComplete };
}

function texts(context: TestCase['context']): SimulateParams['context'] {
  const text = (value: ContextValue): string | readonly string[] => (isList(value) ? value.map(String) : String(value));
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, text(value)]));
}

function isList(value: ContextValue): value is readonly (string | number | boolean)[] {
  return Array.isArray(value);
}

/** How many there are of an outcome. */
export function countOf(outcome: Outcome, count: number): Message {
  switch (outcome) {
    case 'allowed':
      return message('{0} allowed', count);
    case 'denied':
      return message('{0} denied', count);
    case 'open':
      return message('{0} undetermined', count);
  }
}
