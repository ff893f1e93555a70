import type { Catalog } from '../catalog/catalog';
import type { DecidedBy, Decision } from '../evaluation/decision';
import type { LevelNames } from '../evaluation/describeTrace';
import type { PolicySet } from '../evaluation/request';
import { meetsExpectation } from '../evaluation/scenario';
import type { Trace } from '../evaluation/trace';
import type { Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { requestOf, standInOrganization } from './askOrganization';
import type { StandingQuestion } from './askOrganization';
import { createCompiledPolicies } from './compiledPolicies';
import type { CompiledPolicies } from './compiledPolicies';
import { decidingPolicy, isDecidedBy, readStatementName } from './decidingStatement';
import type { TestCase } from './readTests';
import { explainStanding, standingRequest } from './standingRequest';

/** What a test file's cases are asked of: an organization, or the policies that the file itself names. */
export type TestGround =
  | { readonly kind: 'organization'; readonly organization: Organization; readonly load: LoadPolicy }
  | { readonly kind: 'policies'; readonly policies: PolicySet };

/** A case that was decided, whatever it expected. */
export interface AnsweredTest {
  readonly trace: Trace;
  readonly policies: PolicySet;
  readonly levelNames: LevelNames;
}

/** The outcome of one case. */
export type TestOutcome =
  | ({ readonly kind: 'passed' } & AnsweredTest)
  | ({ readonly kind: 'failed'; readonly reason: Message } & AnsweredTest)
  /** The case cannot be understood: its principal is nobody, its `by` names no statement. */
  | { readonly kind: 'unclear'; readonly reason: Message };

export interface TestSources {
  readonly ground: TestGround;
  readonly catalog: Catalog;
  /** Which documents a path of `by` may mean, relative to the test file and to the organization's folder. */
  readonly urisOf: (file: string) => readonly string[];
  /** What several cases share; left out: nothing. */
  readonly compiled?: CompiledPolicies | undefined;
}

/** Runs one case: the decision must be the expected one, and where a statement is named it must be the one that decided. */
export function runTest(test: TestCase, sources: TestSources): TestOutcome {
  const asked = askTest(test, sources);
  if (asked.kind === 'unclear') return { kind: 'unclear', reason: asked.message };
  const { standing } = asked;
  const { policies, levelNames } = standing;
  const trace = explainStanding(standing, sources.compiled ?? createCompiledPolicies());
  return { ...judgeTest(test, { ...trace, policies }, sources.urisOf), trace, policies, levelNames };
}

/** A case made ready, so that it can be decided again when a policy changes; or why it cannot be understood. */
export function askTest(test: TestCase, { ground, catalog }: Pick<TestSources, 'ground' | 'catalog'>): StandingQuestion {
  if (test.by !== undefined && readStatementName(test.by) === undefined) {
    return { kind: 'unclear', message: message('`{0}` names no statement; write FILE#SID or FILE#INDEX', test.by), nearest: [] };
  }
  if (ground.kind === 'organization') return standInOrganization(test, { organization: ground.organization, load: ground.load, catalog });
  return { kind: 'standing', standing: standingRequest(requestOf(test, test.principal), ground, catalog) };
}

/** Whether a case that was decided came out as it should. */
export type Judgement = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly reason: Message };

/** Compares what decided with what the case expects. */
export function judgeTest(
  test: TestCase,
  { decision, decidedBy, policies }: { readonly decision: Decision; readonly decidedBy: DecidedBy | null; readonly policies: PolicySet },
  urisOf: TestSources['urisOf'],
): Judgement {
  if (!meetsExpectation(decision, test.expect)) {
    return { kind: 'failed', reason: message('expected `{0}`, but it is `{1}`', test.expect, decision) };
  }
  const name = test.by === undefined ? undefined : readStatementName(test.by);
  if (name === undefined || isDecidedBy(name, { policies, decidedBy }, urisOf)) return { kind: 'passed' };
  return { kind: 'failed', reason: wrongStatement(test.by ?? '', decidedBy, policies) };
}

function wrongStatement(by: string, decidedBy: DecidedBy | null, policies: PolicySet): Message {
  const policy = decidingPolicy(policies, decidedBy);
  if (policy === undefined || decidedBy === null || decidedBy.statement === null) {
    return message('expected to be decided by `{0}`, but no statement decided', by);
  }
  const decided = `${policy.name ?? decidedBy.policy ?? ''}#${decidedBy.sid ?? decidedBy.statement}`;
  return message('expected to be decided by `{0}`, but `{1}` decided', by, decided);
}
