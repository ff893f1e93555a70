import type { Catalog } from '../../../server/src/core/catalog/catalog';
import type { Decision } from '../../../server/src/core/evaluation/decision';

import type { Completion } from './completions';
import { completionsOf } from './completions';
import type { Decider, KnownAnswer } from './decide';
import { decideFromMatches, decideInWorld } from './decide';
import type { ScenarioJson } from './scenario';
import type { Match } from './statements';

export interface ReferenceAnswer {
  readonly decision: Decision;
  /** The statements that apply whatever the open facts turn out to be. */
  readonly matched: readonly Match[];
  /** The admissible ways to say what decided; undefined when it depends on open facts and the decision does not. Empty: nothing to name. */
  readonly decidedBy: readonly Decider[] | undefined;
  /** Unknown keys, in lower case, a change of which alone can change the decision. */
  readonly missingContextKeys: readonly string[];
}

/**
 * The naive second implementation of the authorization semantics, from their specification alone: it decides every possible
 * completion of what is open and compares. Undefined when there are too many completions to try.
 */
export function decideByReference(scenario: ScenarioJson, catalog: Catalog): ReferenceAnswer | undefined {
  const completions = completionsOf(scenario, catalog);
  if (completions === undefined) return undefined;
  const answers = completions.map((completion) => ({
    completion,
    answer: decideInWorld(completion.scenario, completion.world, catalog),
  }));
  const matched = certainMatches(answers.map(({ answer }) => answer.matched));
  const decisions = new Set(answers.map(({ answer }) => answer.decision));
  const [decision] = decisions;
  if (decision === undefined) throw new Error('there is always one completion');
  if (decisions.size > 1) return { decision: 'undetermined', matched, decidedBy: [], missingContextKeys: decisiveKeys(answers) };
  const decidedBy = decidersOf(decision, answers, matched, scenario, catalog);
  return { decision, matched, decidedBy, missingContextKeys: [] };
}

interface Answered {
  readonly completion: Completion;
  readonly answer: KnownAnswer;
}

const nameOf = ({ layer, level, policyIndex, statement }: Match) => `${layer} ${level} ${policyIndex} ${statement}`;

function certainMatches(lists: readonly (readonly Match[])[]): readonly Match[] {
  const [first, ...others] = lists.map((list) => new Map(list.map((match) => [nameOf(match), match])));
  return [...(first?.values() ?? [])].filter((match) => others.every((other) => other.has(nameOf(match))));
}

/** For a denial that nobody spoke, any layer that lacks the allow in some completion; otherwise what the certain statements decide. */
function decidersOf(
  decision: KnownAnswer['decision'],
  answers: readonly Answered[],
  matched: readonly Match[],
  scenario: ScenarioJson,
  catalog: Catalog,
): readonly Decider[] | undefined {
  if (decision === 'implicitDeny') return answers.flatMap(({ answer }) => answer.decidedBy);
  const certain = decideFromMatches(scenario, matched, catalog);
  return certain.decision === decision ? certain.decidedBy : undefined;
}

function decisiveKeys(answers: readonly Answered[]): readonly string[] {
  const keys = [...(answers[0]?.completion.settled.keys() ?? [])];
  return keys.filter((key) => {
    const seen = new Map<string, string>();
    return answers.some(({ completion: { settled, rest }, answer }) => {
      const others = JSON.stringify([rest, ...[...settled].filter(([name]) => name !== key)]);
      const before = seen.get(others) ?? answer.decision;
      seen.set(others, before);
      return before !== answer.decision;
    });
  });
}
