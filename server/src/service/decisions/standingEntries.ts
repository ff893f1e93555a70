import type { DecidedBy } from '../../core/evaluation/decision';
import { describeTrace } from '../../core/evaluation/describeTrace';
import type { TraceDescription } from '../../core/evaluation/describeTrace';
import { decidedBy } from '../../core/evaluation/decidedBy';
import type { Trace } from '../../core/evaluation/trace';
import { createCompiledPolicies } from '../../core/simulation/compiledPolicies';
import { judgeTest } from '../../core/simulation/runTest';
import type { TestSources } from '../../core/simulation/runTest';
import { createReplacement, decideStanding, explainStanding, inputsOf, sharing, withPolicies } from '../../core/simulation/standingRequest';
import type { StandingRequest } from '../../core/simulation/standingRequest';
import type { Message } from '../../core/text/message';

import type { LiveAnswer, LiveRequest } from './live';
import type { LivePolicies } from './livePolicies';

/** A request made ready, or why it cannot be asked. */
export type Asked = { readonly standing: StandingRequest } | { readonly unclear: Message };

/** A request that stands, and the answer as long as it holds. */
export interface Entry {
  readonly request: LiveRequest;
  readonly urisOf: TestSources['urisOf'];
  asked: Asked;
  /** Undefined: not decided yet, or a text changed that bears on it. */
  answer: LiveAnswer | undefined;
}

/** The requests that stand, found by the documents that bear on them. */
export interface StandingEntries {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** A document has another text: what it bears on is to be decided again. */
  changed(uri: string): void;
  bearing(uri: string): ReadonlySet<Entry>;
  /** The answer with the texts of now, decided if it has to be. */
  answerOf(entry: Entry): LiveAnswer;
}

/** None yet. */
export function createStandingEntries(policies: LivePolicies): StandingEntries {
  const compiled = createCompiledPolicies();
  const byDocument = new Map<string, Set<Entry>>();
  let now = createReplacement(policies.now);

  function urisOf({ asked }: Entry): ReadonlySet<string> {
    if ('unclear' in asked) return nothing;
    return new Set(inputsOf(asked.standing.policies).flatMap(({ uri }) => (uri === undefined ? [] : [uri])));
  }

  function decided({ request, urisOf: placesOf }: Entry, standing: StandingRequest): LiveAnswer {
    const verdict = decideStanding(standing, compiled);
    const { policies: set, levelNames } = standing;
    let by: DecidedBy | null | undefined;
    const decider = (): DecidedBy | null => (by === undefined ? (by = decidedBy(verdict)) : by);
    let trace: Trace | undefined;
    let words: TraceDescription | undefined;
    const explained = (): Trace => (trace ??= explainStanding(standing, compiled));
    return {
      kind: 'decided',
      request,
      verdict,
      policies: set,
      judgement:
        request.kind === 'test'
          ? judgeTest(request.test, { decision: verdict.decision, decidedBy: decider(), policies: set }, placesOf)
          : undefined,
      decidedBy: decider,
      trace: explained,
      describe: () => (words ??= describeTrace(explained(), levelNames)),
    };
  }

  return {
    add(entry) {
      if ('standing' in entry.asked) entry.asked = { standing: sharing(entry.asked.standing, compiled) };
      for (const uri of urisOf(entry)) {
        const entries = byDocument.get(uri) ?? new Set();
        entries.add(entry);
        byDocument.set(uri, entries);
      }
    },
    remove(entry) {
      for (const uri of urisOf(entry)) {
        const entries = byDocument.get(uri);
        if (entries?.delete(entry) === true && entries.size === 0) byDocument.delete(uri);
      }
    },
    changed(uri) {
      policies.changed(uri);
      now = createReplacement(policies.now);
      for (const entry of byDocument.get(uri) ?? nobody) entry.answer = undefined;
    },
    bearing: (uri) => byDocument.get(uri) ?? nobody,
    answerOf(entry) {
      if (entry.answer !== undefined) return entry.answer;
      if ('unclear' in entry.asked) return (entry.answer = { kind: 'unclear', request: entry.request, reason: entry.asked.unclear });
      // Which documents bear on it stays: only what they say is another.
      const standing = withPolicies(entry.asked.standing, now);
      entry.asked = { standing };
      return (entry.answer = decided(entry, standing));
    },
  };
}

const nothing: ReadonlySet<string> = new Set();
const nobody: ReadonlySet<Entry> = new Set();
