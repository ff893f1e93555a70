import type { CompiledStatement } from '../evaluation/compile';
import type { CompiledLevel } from '../evaluation/policySet';
import type { Statement } from '../policy/policy';

import type { AttachedStatement, OwnPolicies } from './bearingStatements';
import { dependencesOf } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import type { AccountPair, SharedStatements } from './diffAccounts';
import { compare, sideOf } from './diffDecisions';
import type { Comparison, Pair } from './diffDecisions';
import { isRelevant } from './diffReached';
import type { ReachedActions } from './diffReached';
import { differencesOf, ownRelevance, signatureOf } from './diffSharing';
import type { Differences, OwnRelevance } from './diffSharing';
import { situationOf } from './diffSituation';
import type { Bearing, Situations } from './diffSituation';
import type { MemberPrincipal } from './members';
import type { OrganizationFrame } from './organizationFrame';
import type { PolicyPool } from './policyPool';
import { costOf, partOf } from './progress';
import type { Meter, QueryProgress, SteppedQuery } from './progress';
import type { QueryContext } from './whatCan';

/** What all principals of a diff share. */
export interface PrincipalDiffs {
  readonly then: OrganizationFrame;
  readonly now: OrganizationFrame;
  readonly known: QueryContext;
  readonly pool: PolicyPool;
  readonly situations: Situations;
  readonly shared: SharedStatements;
  readonly meter: Meter;
  readonly ownByReach: WeakMap<ReachedActions, Map<string, OwnRelevance>>;
  readonly groups: Map<string, Group>;
}

/** Principals below the same SCPs and RCPs, with the same relevant statements of their own. */
export interface Group {
  readonly bearing: Bearing;
  readonly differences: Differences;
  readonly answers: Map<string, Comparison>;
}

/** A principal whom changed statements may concern. */
export interface ConcernedPrincipal {
  readonly before: MemberPrincipal;
  readonly after: MemberPrincipal;
  readonly own: { readonly then: OwnPolicies; readonly now: OwnPolicies };
  readonly account: AccountPair;
  readonly reached: ReachedActions;
  /** Statements of resource and trust policies, and of RCPs anywhere, that may concern it. */
  readonly attached: readonly AttachedStatement[];
}

/** What flips for a principal; the answer of another whom nothing tells from it where there is one. */
export function* comparePrincipal(
  diffs: PrincipalDiffs,
  principal: ConcernedPrincipal,
  progress: QueryProgress,
): SteppedQuery<{ readonly comparison: Comparison; readonly pair: () => Pair }> {
  const { then, now, known, meter, situations } = diffs;
  const { before, after } = principal;
  const group = yield* partOf(progress, groupOf(diffs, principal));
  const sides = [
    { frame: then, principal: before },
    { frame: now, principal: after },
  ];
  meter.spent += costOf.caller;
  const signature = signatureOf(sides, principal.account, group.differences, meter);
  const pair = (): Pair => ({ then: sideOf(then, before), now: sideOf(now, after), known, meter, progress });
  const found = group.answers.get(signature);
  if (found !== undefined) return { comparison: found, pair };
  const made = pair();
  const situation = yield* partOf(progress, situationOf(situations, before, group.bearing, principal.reached, meter));
  const comparison = yield* compare(made, situation);
  // A policy that nobody has looked at may mean one principal and not the other.
  if ([...comparison.policed].every((resource) => group.differences.examined.has(resource))) group.answers.set(signature, comparison);
  return { comparison, pair: () => made };
}

function* groupOf(diffs: PrincipalDiffs, principal: ConcernedPrincipal): SteppedQuery<Group> {
  const { situations, shared, groups, meter, then, now } = diffs;
  const { account, reached, own, attached } = principal;
  const ownThen = yield* ownOf(diffs, own.then, reached, then);
  const ownNow = own.then === own.now ? ownThen : yield* ownOf(diffs, own.now, reached, now);
  const key = `${reached.key}|${ownThen.key}>${ownNow.key}|${account.key}|${account.hasMoved}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  const { finder } = situations;
  const relevant = function* (statements: readonly Statement[]): SteppedQuery<readonly Statement[]> {
    const found: Statement[] = [];
    for (const statement of statements) if (yield* isRelevant(finder, reached, statement, meter)) found.push(statement);
    return found;
  };
  const bearing: Bearing = {
    own: [...ownThen.statements, ...ownNow.statements, ...(yield* relevant(account.statements))],
    attached,
    controls: yield* relevant(shared.controls),
  };
  const differences = differencesOf(
    [then, now],
    finder.catalog,
    [...bearing.own, ...attached.map(({ statement }) => statement), ...bearing.controls],
    attached.map(({ arn }) => arn),
    reached,
    [ownThen.dependences, ownNow.dependences, ...(yield* controlDependences(diffs, principal))],
  );
  meter.spent += costOf.account;
  const created = { bearing, differences, answers: new Map<string, Comparison>() };
  groups.set(key, created);
  return created;
}

function* ownOf(
  diffs: PrincipalDiffs,
  policies: OwnPolicies,
  reached: ReachedActions,
  frame: OrganizationFrame,
): SteppedQuery<OwnRelevance> {
  const { ownByReach, pool, situations, meter } = diffs;
  const known = ownByReach.get(reached) ?? new Map<string, OwnRelevance>();
  ownByReach.set(reached, known);
  const { identity, boundary } = policies;
  const numbers = [...identity, ...(boundary === undefined ? [] : [boundary])].map(({ name, policy }) =>
    policy === undefined ? `? ${name ?? ''}` : pool.numberOf(policy),
  );
  const key = `${numbers.join()}|${boundary === undefined}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const created = yield* ownRelevance(policies, situations.finder, reached, frame, meter);
  known.set(key, created);
  return created;
}

function* controlDependences(
  { situations: { finder }, meter }: PrincipalDiffs,
  { account, reached }: ConcernedPrincipal,
): SteppedQuery<readonly CallerDependences[]> {
  const found: CallerDependences[] = [];
  for (const { scp, rcp } of [account.then, account.now]) {
    for (const [layer, levels] of [
      ['scp', scp.levels],
      ['rcp', rcp.levels],
    ] as const) {
      found.push(dependencesOf(yield* relevantOf(levels ?? []), layer));
    }
  }
  return found;

  function* relevantOf(levels: readonly CompiledLevel[]): SteppedQuery<readonly CompiledStatement[]> {
    const statements: CompiledStatement[] = [];
    for (const { policies } of levels) {
      for (const statement of policies.flatMap(({ compiled }) => compiled.statements)) {
        if (yield* isRelevant(finder, reached, statement.source, meter)) statements.push(statement);
      }
    }
    return statements;
  }
}
