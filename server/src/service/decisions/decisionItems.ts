import type { DecisionItem } from '../../protocol/decisions';

import type { ServiceContext } from '../serviceContext';

import { actionOf, decidingStatement, outcomeOf, questionOf, shortOf, signs } from './answers';
import type { Outcome } from './answers';
import type { LiveAnswer } from './live';
import { placeOf } from '../statementPlace';
import type { PlaceSources } from '../statementPlace';

/** Which answers about a policy are meant. */
export interface DecisionFilter {
  readonly outcome?: Outcome | 'failing' | undefined;
  /** Place of a statement of the policy: those that it decides. */
  readonly statement?: number | undefined;
}

/** More in a list nobody reads through; what is typed filters among them. */
const mostItems = 2000;

/** The answers behind a lens, for a list to pick from; the policy's own are first. */
export function decisionItems(
  uri: string,
  answers: readonly LiveAnswer[],
  filter: DecisionFilter,
  { sources, context }: { readonly sources: PlaceSources; readonly context: ServiceContext },
): readonly DecisionItem[] {
  const wanted = answers.filter((answer) => isWanted(uri, answer, filter)).slice(0, mostItems);
  return wanted.map((answer): DecisionItem => {
    const { request } = answer;
    const { principal, resource } = questionOf(request);
    const short = context.translate(shortOf(answer));
    const statement = decidingStatement(answer);
    return {
      label: `${signs[outcomeOf(answer)]} ${actionOf(request)}`,
      description: [principal, resource].filter((text) => text !== '').join(' · '),
      detail: request.kind === 'test' ? `${request.test.name}: ${short}` : short,
      decision: answer.kind === 'unclear' ? 'undetermined' : answer.decision,
      question: questionOf(request),
      test: request.kind === 'test' ? { uri: request.uri, range: request.range } : null,
      decidedAt: statement === undefined ? null : placeOf(statement.uri, statement.span, sources),
      remembered: request.kind === 'remembered' && request.uri === uri ? request.remembered.id : null,
    };
  });
}

function isWanted(uri: string, answer: LiveAnswer, { outcome, statement }: DecisionFilter): boolean {
  if (statement !== undefined) {
    const decided = decidingStatement(answer);
    return decided?.uri === uri && decided.index === statement;
  }
  if (outcome === 'failing') return answer.kind === 'decided' && answer.judgement?.kind === 'failed';
  return outcome === undefined || outcomeOf(answer) === outcome;
}
