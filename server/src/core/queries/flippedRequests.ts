import type { Catalog } from '../catalog/catalog';
import { describeTrace } from '../evaluation/describeTrace';
import type { Trace } from '../evaluation/trace';
import type { PolicySet } from '../evaluation/request';
import type { Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';
import { askOrganization } from '../simulation/askOrganization';
import type { OrganizationQuestion } from '../simulation/askOrganization';
import { createCompiledPolicies } from '../simulation/compiledPolicies';
import type { CompiledPolicies } from '../simulation/compiledPolicies';
import { decidingPolicy } from '../simulation/decidingStatement';
import type { TestCase } from '../simulation/readTests';
import { runTest } from '../simulation/runTest';
import type { TestGround } from '../simulation/runTest';
import type { Message } from '../text/message';

import { sayOf } from './decisionChange';
import type { Say } from './decisionChange';
import { isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** A request that somebody wrote down, and what it is asked of in two versions. */
export type ExplicitRequest = {
  /** For people. */
  readonly name: string;
  /** Where it is written. */
  readonly file: string;
} & (
  | {
      readonly kind: 'test';
      readonly test: TestCase;
      readonly before: TestGround;
      readonly after: TestGround;
      /** Which documents a path of `by` may mean. */
      readonly urisOf: (file: string) => readonly string[];
    }
  | {
      readonly kind: 'remembered';
      readonly question: OrganizationQuestion;
      readonly before: OrganizationVersion;
      readonly after: OrganizationVersion;
    }
);

/** An organization as it is in one of the versions. */
export interface OrganizationVersion {
  readonly organization: Organization;
  readonly load: LoadPolicy;
}

/** The answer of one version, in short words; undefined `say`: it cannot be asked there. */
export interface RequestSide {
  readonly say: Say | undefined;
  readonly short: Message;
  /** Of a test that can be asked: whether it passes. */
  readonly passes: boolean | undefined;
}

/** A request that is answered differently: another decision, another deciding statement, or a test that passes in one version only. */
export interface FlippedRequest {
  readonly request: ExplicitRequest;
  readonly before: RequestSide;
  readonly after: RequestSide;
}

/** What an explanation costs, see `costOf`. */
const explanation = 200;

/** The requests that two versions answer differently, in the order given. `found` fills as it goes, for whoever stops early. */
export function* flippedRequests(
  requests: readonly ExplicitRequest[],
  catalog: Catalog,
  found: FlippedRequest[] = [],
): SteppedQuery<readonly FlippedRequest[]> {
  const meter: Meter = { spent: 0 };
  const compiled = createCompiledPolicies();
  for (const [index, request] of requests.entries()) {
    const [before, after] = [answerIn(request, 'before', catalog, compiled), answerIn(request, 'after', catalog, compiled)];
    if (before.key !== after.key) found.push({ request, before: before.side, after: after.side });
    meter.spent += explanation * 2;
    if (isDue(meter)) yield pause(meter, index + 1, requests.length);
  }
  return found;
}

interface KeyedSide {
  readonly side: RequestSide;
  /** Equal for answers that nobody would call different. */
  readonly key: string;
}

function answerIn(request: ExplicitRequest, version: 'before' | 'after', catalog: Catalog, compiled: CompiledPolicies): KeyedSide {
  if (request.kind === 'remembered') {
    const answer = askOrganization(request.question, { ...request[version], catalog });
    return answer.kind === 'answered' ? keyed(answer, undefined) : unclear(answer.message);
  }
  const outcome = runTest(request.test, { ground: request[version], catalog, urisOf: request.urisOf, compiled });
  if (outcome.kind === 'unclear') return unclear(outcome.reason);
  return keyed({ ...outcome, trace: outcome.explain() }, outcome.kind === 'passed');
}

interface Answered {
  readonly trace: Trace;
  readonly policies: PolicySet;
  readonly levelNames: Parameters<typeof describeTrace>[1];
}

function keyed({ trace, policies, levelNames }: Answered, passes: boolean | undefined): KeyedSide {
  const { decidedBy } = trace;
  const policy = decidingPolicy(policies, decidedBy);
  // The place of a level, and of a statement that has a name, may shift without anything being decided otherwise.
  const statement = [decidedBy?.layer, policy?.uri ?? policy?.name, decidedBy?.sid ?? decidedBy?.statement];
  const side = { say: sayOf(trace.decision), short: describeTrace(trace, levelNames).short, passes };
  return { side, key: JSON.stringify([side.say, passes, ...statement]) };
}

function unclear(short: Message): KeyedSide {
  return { side: { say: undefined, short, passes: undefined }, key: 'unclear' };
}
