import type { Account } from '../organization/organization';

import { listActions } from './actionReach';
import { changedStatements, ownPolicies, ownStatements, reconsidered } from './bearingStatements';
import type { ChangedStatement } from './bearingStatements';
import type { DiffAnswer, PrincipalChanges } from './decisionChange';
import { asksFor, findMoves, isPlaceOfCaller, isPlaceOfResource, isTagOfCaller, pairOf, sharedStatements } from './diffAccounts';
import type { AccountPair, AccountPairs, SharedStatements } from './diffAccounts';
import { createNameChanges } from './diffNames';
import { comparePrincipal } from './diffPrincipal';
import type { ConcernedPrincipal, PrincipalDiffs } from './diffPrincipal';
import { createStatementNumbers, reachedActions } from './diffReached';
import type { ReachedActions } from './diffReached';
import { haveSamePolicies, haveSameTags } from './diffSharing';
import { createSituations } from './diffSituation';
import { countEverybody, countMembers, everybodyOf, membersOf } from './members';
import type { MemberPrincipal } from './members';
import { openOrganizationFrame } from './organizationFrame';
import type { QuerySources } from './organizationFrame';
import { createPolicyPool } from './policyPool';
import { costOf, isDue, partOf, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import type { QueryContext } from './whatCan';

/** A diff that can be stopped: what it has found by then is an answer about fewer principals. */
export interface RunningDiff {
  readonly query: SteppedQuery<DiffAnswer>;
  /** What is known so far. Who was added is known at the end only. */
  soFar(): DiffAnswer & { readonly done: number; readonly total: number };
}

/**
 * What changed between two versions of an organization: for each principal the actions that any changed statement reaches, on the
 * resources that statements of either version, or the catalog, name. Principals whom no changed statement can concern are not compared.
 * Of requests that nothing tells apart one is decided, see `decisionClasses`; of principals whom nothing tells apart one is asked, see
 * `diffSharing`. Of an account that moved, and of another's tags, what conditions ask is compared as well. What changes by the owner of a
 * resource alone (one that only one version lists) is not.
 */
export function diffOrganizations(
  before: QuerySources,
  after: QuerySources,
  known: QueryContext,
  who: 'everybody' | 'usersAndRoles' = 'everybody',
): SteppedQuery<DiffAnswer> {
  return startDiff(before, after, known, who).query;
}

interface Found {
  readonly principals: PrincipalChanges[];
  readonly removed: string[];
  readonly compared: { principals: number; unchanged: number; decisions: number };
  done: number;
}

/** The same, with what is known at any time. */
export function startDiff(
  before: QuerySources,
  after: QuerySources,
  known: QueryContext,
  who: 'everybody' | 'usersAndRoles' = 'everybody',
): RunningDiff {
  const total = (who === 'everybody' ? countEverybody : countMembers)(before.organization);
  const found: Found = { principals: [], removed: [], compared: { principals: 0, unchanged: 0, decisions: 0 }, done: 0 };
  return {
    query: diff(before, after, known, who, found, total),
    soFar: () => ({ ...found, compared: { ...found.compared }, added: [], total }),
  };
}

function* diff(
  before: QuerySources,
  after: QuerySources,
  known: QueryContext,
  who: 'everybody' | 'usersAndRoles',
  found: Found,
  total: number,
): SteppedQuery<DiffAnswer> {
  const principalsOf = who === 'everybody' ? everybodyOf : membersOf;
  const meter: Meter = { spent: 0 };
  const start = { done: 0, total };
  const pool = createPolicyPool();
  const then = yield* partOf(start, openOrganizationFrame(before, meter, pool));
  const now = yield* partOf(start, openOrganizationFrame(after, meter, pool));
  const principalsAfter = new Map<string, MemberPrincipal>();
  const accountsAfter = new Map<string, Account>();
  for (const principal of principalsOf(after.organization)) {
    principalsAfter.set(principal.arn, principal);
    accountsAfter.set(principal.account.id, principal.account);
    meter.spent += costOf.list;
    if (isDue(meter)) yield pause(meter, 0, total);
  }
  const pairs: AccountPairs = { then, now, texts: new WeakMap(), byControls: new Map() };
  const anyHasMoved = yield* partOf(start, findMoves(pairs, accountsAfter, meter));
  const shared = yield* partOf(start, sharedStatements(pairs, anyHasMoved, meter));
  const reach = yield* partOf(start, listActions(before.catalog, meter));
  const finder = { catalog: before.catalog, reach, numbers: createStatementNumbers(), known: new Map<string, ReachedActions>() };
  const situations = createSituations(finder);
  const diffs: PrincipalDiffs = { then, now, known, pool, situations, shared, meter, ownByReach: new WeakMap(), groups: new Map() };
  const nameChanges = createNameChanges();
  const { concern, places } = createConcerns(pairs, shared, anyHasMoved, meter);
  for (const principal of principalsOf(before.organization)) {
    const counterpart = principalsAfter.get(principal.arn);
    principalsAfter.delete(principal.arn);
    if (counterpart === undefined) found.removed.push(principal.arn);
    else {
      const concerned = concern(principal, counterpart);
      if (concerned.changed.length === 0) found.compared.unchanged += 1;
      else {
        const progress = { done: found.done, total };
        const reached = places.get(concerned.changed) ?? (yield* partOf(progress, reachedActions(finder, concerned.changed, meter)));
        places.set(concerned.changed, reached);
        if (reached.actions.length === 0) found.compared.unchanged += 1;
        else {
          const { comparison, pair } = yield* comparePrincipal(diffs, { ...concerned, reached }, progress);
          found.compared.principals += 1;
          found.compared.decisions += comparison.decisions;
          if (comparison.changes.length > 0) {
            const { arn, account } = principal;
            const changes = nameChanges(pair(), comparison.changes);
            found.principals.push({ principal: arn, account: { id: account.id, name: account.name }, changes });
          }
        }
      }
    }
    found.done += 1;
    if (isDue(meter)) yield pause(meter, found.done, total);
  }
  const { principals, removed, compared } = found;
  return { principals, removed, compared, added: [...principalsAfter.keys()] };
}

type Concern = Omit<ConcernedPrincipal, 'reached'> & { readonly changed: readonly ChangedStatement[] };

/** Makes what finds the changed statements that may concern a principal; equal lists are mostly one list. */
function createConcerns(pairs: AccountPairs, shared: SharedStatements, anyHasMoved: boolean, meter: Meter) {
  const { then, now, texts } = pairs;
  const lists = new Map<readonly ChangedStatement[], readonly ChangedStatement[]>();
  let last: { readonly before: Account; readonly pair: AccountPair } | undefined;
  const concern = (before: MemberPrincipal, after: MemberPrincipal): Concern => {
    if (last?.before !== before.account) {
      last = { before: before.account, pair: pairOf(pairs, before.account, after.account) };
      meter.spent += costOf.account;
    }
    const account = last.pair;
    const policies = { then: ownPolicies(then, before), now: ownPolicies(now, after) };
    const isSame = haveSamePolicies(policies.then, policies.now);
    const own = isSame ? { then: policies.then, now: policies.then } : policies;
    meter.spent += costOf.caller * 4;
    const tagged = haveSameTags(before, after);
    let changed = lists.get(account.changed);
    if (changed === undefined) {
      changed = [...account.changed, ...shared.changed];
      lists.set(account.changed, changed);
    }
    const attached = account.hasMoved ? [...new Set([...shared.attached, ...shared.aboutPlaces.attached])] : shared.attached;
    if (isSame && tagged && !anyHasMoved) return { before, after, own, account, attached, changed };
    const [one, other] = [ownStatements(own.then, texts), isSame ? undefined : ownStatements(own.now, texts)];
    meter.spent += costOf.compile;
    const bearing = [...one.values(), ...(other?.values() ?? []), ...account.statements];
    const isAsked = (key: string): boolean =>
      (account.hasMoved && isPlaceOfCaller(key)) || (anyHasMoved && isPlaceOfResource(key)) || (!tagged && isTagOfCaller(key));
    const again = [
      ...bearing.filter((statement) => asksFor(statement, isAsked)),
      ...(account.hasMoved ? [...shared.aboutPlaces.controls, ...shared.aboutPlaces.attached.map(({ statement }) => statement)] : []),
      ...(tagged ? [] : shared.controls.filter((statement) => asksFor(statement, isTagOfCaller))),
    ];
    const all = [...changed, ...(other === undefined ? [] : changedStatements(one, other)), ...again.map(reconsidered)];
    return { before, after, own, account, attached, changed: all };
  };
  return { concern, places: new WeakMap<readonly ChangedStatement[], ReachedActions>() };
}
