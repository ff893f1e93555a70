import type { DecidedBy, Decision } from '../../core/evaluation/decision';
import { decidedBy } from '../../core/evaluation/decidedBy';
import { describeTrace } from '../../core/evaluation/describeTrace';
import type { LevelNames, TraceDescription } from '../../core/evaluation/describeTrace';
import type { PolicySet } from '../../core/evaluation/request';
import type { Trace } from '../../core/evaluation/trace';
import { createCompiledPolicies } from '../../core/simulation/compiledPolicies';
import { decidingPolicy } from '../../core/simulation/decidingStatement';
import { judgeTest } from '../../core/simulation/runTest';
import type { CallAnswer, TestSources } from '../../core/simulation/runTest';
import { createReplacement, decideStanding, explainStanding, inputsOf, sharing, withPolicies } from '../../core/simulation/standingRequest';
import type { StandingRequest } from '../../core/simulation/standingRequest';
import type { Message } from '../../core/text/message';
import type { Span } from '../../core/text/span';

import type { DecidingStatement, LiveAnswer, LiveRequest } from './live';
import type { LivePolicies } from './livePolicies';

/** A request made ready, a call of several steps, or why it cannot be asked. */
export type Asked = { readonly standing: StandingRequest } | { readonly call: () => CallAnswer } | { readonly unclear: Message };

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
  /** Each step of a call has policies of its own, so any change may reach it; there are few. */
  const calls = new Set<Entry>();
  let now = createReplacement(policies.now);

  function register(entry: Entry, set: PolicySet): void {
    for (const uri of urisIn(set)) {
      const entries = byDocument.get(uri) ?? new Set();
      entries.add(entry);
      byDocument.set(uri, entries);
    }
  }

  function answerToCall(entry: Entry, call: () => CallAnswer): LiveAnswer {
    const { request } = entry;
    const answer = call();
    if (answer.kind === 'unclear') return { kind: 'unclear', request, reason: answer.message };
    register(entry, answer.policies);
    const { trace, policies: set, levelNames } = answer;
    const deciding = trace.statements.find((one) => isDeciding(one, trace.decidedBy));
    return decided(entry, {
      decision: trace.decision,
      policies: set,
      levelNames,
      decidedBy: () => trace.decidedBy,
      span: deciding?.span,
      trace: () => trace,
    });
  }

  function answerToStanding(entry: Entry, standing: StandingRequest): LiveAnswer {
    const verdict = decideStanding(standing, compiled);
    let by: DecidedBy | null | undefined;
    return decided(entry, {
      decision: verdict.decision,
      policies: standing.policies,
      levelNames: standing.levelNames,
      decidedBy: () => (by === undefined ? (by = decidedBy(verdict)) : by),
      span: verdict.statement?.source,
      trace: () => explainStanding(standing, compiled),
    });
  }

  return {
    add(entry) {
      if ('call' in entry.asked) calls.add(entry);
      if (!('standing' in entry.asked)) return;
      const standing = sharing(entry.asked.standing, compiled);
      entry.asked = { standing };
      register(entry, standing.policies);
    },
    remove(entry) {
      const isCall = calls.delete(entry);
      const uris = isCall ? byDocument.keys() : 'standing' in entry.asked ? urisIn(entry.asked.standing.policies) : [];
      for (const uri of [...uris]) {
        const entries = byDocument.get(uri);
        if (entries?.delete(entry) === true && entries.size === 0) byDocument.delete(uri);
      }
    },
    changed(uri) {
      policies.changed(uri);
      now = createReplacement(policies.now);
      for (const entry of byDocument.get(uri) ?? nobody) entry.answer = undefined;
      for (const entry of calls) entry.answer = undefined;
    },
    bearing: (uri) => byDocument.get(uri) ?? nobody,
    answerOf(entry) {
      const { asked, request } = entry;
      if (entry.answer !== undefined) return entry.answer;
      if ('unclear' in asked) return (entry.answer = { kind: 'unclear', request, reason: asked.unclear });
      if ('call' in asked) return (entry.answer = answerToCall(entry, asked.call));
      // Which documents bear on it stays: only what they say is another.
      const standing = withPolicies(asked.standing, now);
      entry.asked = { standing };
      return (entry.answer = answerToStanding(entry, standing));
    },
  };
}

const nobody: ReadonlySet<Entry> = new Set();

function urisIn(set: PolicySet): ReadonlySet<string> {
  return new Set(inputsOf(set).flatMap(({ uri }) => (uri === undefined ? [] : [uri])));
}

interface Outcome {
  readonly decision: Decision;
  readonly policies: PolicySet;
  readonly levelNames: LevelNames;
  decidedBy(): DecidedBy | null;
  /** Of the statement that decided. */
  readonly span: Span | undefined;
  trace(): Trace;
}

function decided({ request, urisOf }: Entry, outcome: Outcome): LiveAnswer {
  const { decision, policies, levelNames } = outcome;
  // Traces are large, and thousands of them need not be kept: what is said of one is.
  let words: TraceDescription | undefined;
  const by = request.kind === 'test' && !request.isDraft ? { decision, decidedBy: outcome.decidedBy(), policies } : undefined;
  return {
    kind: 'decided',
    request,
    decision,
    policies,
    judgement: request.kind === 'test' && by !== undefined ? judgeTest(request.test, by, urisOf) : undefined,
    decidedBy: () => outcome.decidedBy(),
    statement: () => statementOf(outcome),
    trace: () => outcome.trace(),
    describe: () => (words ??= describeTrace(outcome.trace(), levelNames)),
  };
}

function statementOf(outcome: Outcome): DecidingStatement | undefined {
  const { span, policies } = outcome;
  const by = outcome.decidedBy();
  if (span === undefined || by === null || by.statement === null) return undefined;
  const { start, end } = span;
  const name = `${by.policy ?? by.layer}#${by.sid ?? by.statement}`;
  return { uri: decidingPolicy(policies, by)?.uri, index: by.statement, span: { start, end }, name };
}

function isDeciding(statement: Trace['statements'][number], by: DecidedBy | null): boolean {
  return (
    by !== null &&
    by.statement === statement.statement &&
    by.layer === statement.layer &&
    by.level === statement.level &&
    by.policyIndex === statement.policyIndex
  );
}
