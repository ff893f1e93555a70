import type { Decision } from '../evaluation/decision';

import { countMembers, listMembers } from './members';
import type { MemberPrincipal } from './members';
import { openOrganizationFrame } from './organizationFrame';
import type { AccountFrame, QueryRequest, QuerySources } from './organizationFrame';
import { createPolicyPool } from './policyPool';
import type { PolicyPool } from './policyPool';
import { isDue, partOf } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { decisions } from './sweepCodes';
import { guard } from './sweepGuard';
import { ownClass } from './sweepOwn';
import { createRows } from './sweepRows';
import { createWork, placesOf, rest } from './sweepWork';
import type { AccountPlace, OwnParts, Work } from './sweepWork';

/**
 * Every principal of an organization against every request, decided as `decide` would. It is fast because callers with equal policies
 * share the part that their own policies decide, accounts with equal SCPs and RCPs the part that those decide; only where something
 * unknown, a resource policy or a rule of a service takes part is the whole decided again.
 */
export interface Sweep {
  readonly requests: readonly QueryRequest[];
  readonly principals: readonly MemberPrincipal[];
  /** By principal, then by request; a number of `decisions`. */
  readonly answers: Uint8Array;
  decisionOf(principal: number, request: number): Decision;
  /** What a later sweep takes over. */
  readonly memory: SweepMemory;
}

/** What is known of the principals' own policies, and of the places in the organization, when an organization is swept again. */
export interface SweepMemory {
  readonly pool: PolicyPool;
  readonly sources: QuerySources;
  readonly own: OwnParts;
  /** By account: the keys of its SCPs and RCPs, and its first principal. */
  readonly places: readonly AccountPlace[];
}

/** Sweeps an organization. With the memory of an earlier sweep only the accounts whose SCPs or RCPs differ are done again. */
export function* sweep(sources: QuerySources, requests: readonly QueryRequest[]): SteppedQuery<Sweep> {
  const meter: Meter = { spent: 0 };
  const pool = createPolicyPool();
  const start = { done: 0, total: countMembers(sources.organization) };
  const frame = yield* partOf(start, openOrganizationFrame(sources, meter, pool));
  const principals = yield* listMembers(sources.organization, meter);
  const own: OwnParts = { classOf: new Int32Array(principals.length), classes: new Map(), plain: [], codes: createRows(requests.length) };
  const places = yield* placesOf(frame, meter);
  const answers = new Uint8Array(principals.length * requests.length);
  const work = yield* createWork(frame, requests, principals, own, answers, meter);
  for (let index = 0; index < principals.length; index++) {
    const principal = principals[index];
    if (principal === undefined) continue;
    work.reached.done = index / 2;
    own.classOf[index] = yield* ownClass(work, pool, principal);
    if (isDue(meter)) yield rest(work);
  }
  yield* guard(work, places, 0.5);
  return finish(work, pool, requests, places);
}

/**
 * Sweeps again after an edit of SCPs, RCPs or what they are attached to: equal to a new sweep. Principals, their own policies and the
 * resources must be the same as before; what the requests are is taken from the earlier sweep.
 */
export function* sweepAgain(earlier: Sweep, sources: QuerySources): SteppedQuery<Sweep> {
  const meter: Meter = { spent: 0 };
  const { pool, own, places: before } = earlier.memory;
  const start = { done: 0, total: countMembers(sources.organization) };
  const frame = yield* partOf(start, openOrganizationFrame(sources, meter, pool));
  const places = yield* placesOf(frame, meter);
  // Accounts that have moved may be other callers to conditions on organization paths.
  const stayed = places.every(({ frame: now }, index) => isSamePlace(before[index]?.frame, now));
  if (!stayed || !differsInGuardrailsOnly(earlier, sources)) return yield* sweep(sources, earlier.requests);
  const { accounts } = sources.organization;
  const isRebound = accounts.some((account, index) => before[index]?.frame.account !== account);
  const principals = isRebound ? yield* listMembers(sources.organization, meter) : earlier.principals;
  const work = yield* createWork(frame, earlier.requests, principals, own, earlier.answers.slice(), meter);
  const changed = places.filter(({ frame: now }, index) => {
    const then = before[index]?.frame;
    return then === undefined || then.scp.key !== now.scp.key || then.rcp.key !== now.rcp.key;
  });
  // A request about another account's resource brings that account's RCPs to every caller.
  const reachesAll = work.requests.some(
    ({ ownerFrame }) => ownerFrame !== undefined && changed.some((place) => place.frame === ownerFrame),
  );
  yield* guard(work, reachesAll ? places : changed, 0);
  return finish(work, pool, earlier.requests, places);
}

function isSamePlace(one: AccountFrame | undefined, other: AccountFrame): boolean {
  return one?.place?.organizationPath === other.place?.organizationPath && one?.place?.organizationId === other.place?.organizationId;
}

/** Whether principals and resources are those of the earlier sweep. */
function differsInGuardrailsOnly({ memory: { places, sources } }: Sweep, { organization }: QuerySources): boolean {
  return (
    organization.managementAccount === sources.organization.managementAccount &&
    organization.accounts.length === places.length &&
    organization.accounts.every((account, index) => {
      const then = places[index]?.frame.account;
      return then !== undefined && then.principals === account.principals && then.resources === account.resources && then.id === account.id;
    })
  );
}

function finish(work: Work, pool: PolicyPool, requests: readonly QueryRequest[], places: readonly AccountPlace[]): Sweep {
  const { answers, principals, own, frame } = work;
  return {
    requests,
    principals,
    answers,
    decisionOf: (principal, request) => decisions[answers[principal * requests.length + request] ?? 3] ?? 'undetermined',
    memory: { pool, sources: frame.sources, own, places },
  };
}
