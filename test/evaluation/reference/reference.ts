import type { Catalog } from '../../../server/src/core/catalog/catalog';
import type { Decision } from '../../../server/src/core/evaluation/decision';

import type { Completion } from './completions';
import { completionsOf } from './completions';
import type { Decider, KnownAnswer } from './decide';
import { decideFromMatches, decideInWorld } from './decide';
import { stateOf } from './context';
import type { ScenarioJson, StatementJson } from './scenario';
import { documentOf, toList } from './scenario';
import type { Match } from './statements';
import { variablesIn } from './variables';

export interface ReferenceAnswer {
  readonly decision: Decision;
  /** The statements that apply whatever the open facts turn out to be. */
  readonly matched: readonly Match[];
  /** Those of them that ask no open fact. */
  readonly surelyMatched: readonly Match[];
  /** The admissible ways to say what decided; undefined when it depends on open facts and the decision does not, or when a rule beside all policies decided. */
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
  const surelyMatched = matched.filter((match) => !asksOpenFact(match, scenario, completions));
  const decisions = new Set(answers.map(({ answer }) => answer.decision));
  const [decision] = decisions;
  if (decision === undefined) throw new Error('there is always one completion');
  if (decisions.size > 1)
    return { decision: 'undetermined', matched, surelyMatched, decidedBy: [], missingContextKeys: decisiveKeys(answers) };
  const decidedBy = decidersOf(decision, answers, matched, surelyMatched, catalog);
  return { decision, matched, surelyMatched, decidedBy, missingContextKeys: [] };
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

/** Whether the answer of a statement could depend on something open. */
function asksOpenFact(match: Match, scenario: ScenarioJson, completions: readonly Completion[]): boolean {
  const statement = toList(documentOf(match.policy)?.Statement)[match.statement] ?? {};
  const texts = [...toList(statement.Resource), ...toList(statement.NotResource), ...expectedTexts(statement)];
  const keys = [...Object.values(statement.Condition ?? {}).flatMap((tests) => Object.keys(tests)), ...texts.flatMap(variablesIn)];
  const readings = new Set(completions.map(({ world }) => JSON.stringify([world.undocumented, world.loneStarIsArn])));
  return readings.size > 1 || keys.some((key) => stateOf(key, scenario).state === 'unknown');
}

function expectedTexts(statement: StatementJson): readonly string[] {
  return Object.values(statement.Condition ?? {}).flatMap((tests) => Object.values(tests).flatMap((values) => toList(values).map(String)));
}

/**
 * What the certain statements decide. Where the decision is the same for different reasons, any of them may be told; and
 * where a layer lacks an allow for certain, it may be told before one that lacks it as it turns out.
 */
function decidersOf(
  decision: KnownAnswer['decision'],
  answers: readonly Answered[],
  matched: readonly Match[],
  surelyMatched: readonly Match[],
  catalog: Catalog,
): readonly Decider[] | undefined {
  const all = answers.map(({ answer }) => answer);
  const [first, ...others] = answers;
  if (first === undefined || all.some(({ decidedBy }) => decidedBy === undefined)) return undefined;
  if (others.length === 0) return first.answer.decidedBy;
  const { scenario, world } = first.completion;
  const whatever = all.flatMap(({ decidedBy = [], alsoLacking }) => [...decidedBy, ...alsoLacking]);
  if (decision === 'implicitDeny') return whatever;
  const verdicts = [matched, surelyMatched].map((matches) => decideFromMatches(scenario, matches, world, catalog));
  const agree = verdicts.every((verdict) => verdict.decision === decision);
  const told = agree ? verdicts.flatMap(({ decidedBy = [] }) => decidedBy) : whatever;
  return told.flatMap((decider) => [decider, ...equallyCertain(decider, matched)]);
}

/** Of the statements that apply for certain in one way or another, those that do the same: which is the surest is a matter of taste. */
function equallyCertain(decider: Decider, matched: readonly Match[]): readonly Decider[] {
  if (decider === 'nobody' || !('statement' in decider)) return [];
  const { layer, level, effect, reach } = decider;
  return matched.filter(
    (match) => match.layer === layer && match.level === level && match.effect === effect && (effect === 'Deny' || match.reach === reach),
  );
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
