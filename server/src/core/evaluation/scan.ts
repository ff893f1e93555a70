import type { CompiledStatement, StatementBucket } from './compile';
import { assumed } from './context';
import type { EvaluationContext } from './context';
import type { CompiledLevel } from './policySet';
import type { PreparedRequest } from './prepareRequest';
import { matchPrincipalElement, matchStatement, principalCertainty } from './statement';
import { and, no, or, yes } from './ternary';
import type { Ternary } from './ternary';

/**
 * What the policies of a level say to a request. Grants are kept by how closely they name the caller; where policies name
 * nobody, all are direct. One tally serves all levels of a decision, so that nothing is allocated per statement.
 */
export interface Tally {
  deny: Ternary;
  denyBy: CompiledStatement | undefined;
  direct: Ternary;
  directBy: CompiledStatement | undefined;
  role: Ternary;
  roleBy: CompiledStatement | undefined;
  account: Ternary;
  accountBy: CompiledStatement | undefined;
}

export function createTally(): Tally {
  return {
    deny: no,
    denyBy: undefined,
    direct: no,
    directBy: undefined,
    role: no,
    roleBy: undefined,
    account: no,
    accountBy: undefined,
  };
}

/** The best grant of a level at any closeness. */
export function anyAllow(tally: Tally): Ternary {
  return or(tally.direct, or(tally.role, tally.account));
}

/** Tallies a level: only the statements that the action can reach are touched. Stops at the first certain deny. */
export function scanLevel(
  level: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  boundaryAttached: boolean,
  tally: Tally,
): void {
  resetTally(tally);
  if (level.grantsAll) {
    tally.direct = yes;
    if (!level.mayDeny) return;
  }
  const { action } = prepared;
  const { indexes, unreadable } = level;
  for (let i = 0; i < unreadable.length; i++) {
    const policy = unreadable[i];
    if (policy === undefined) continue;
    tally.deny = or(tally.deny, assumed(context, policy.denies));
    tally.direct = or(tally.direct, assumed(context, policy.allows));
  }
  for (let i = 0; i < indexes.length && tally.deny !== yes; i++) {
    const index = indexes[i];
    if (index === undefined) continue;
    const { exact, patterns, any } = index;
    if (exact !== undefined) scanBucket(exact.get(action.full), true, level, prepared, context, boundaryAttached, tally);
    if (patterns !== undefined) {
      scanBucket(patterns.get(action.head), false, level, prepared, context, boundaryAttached, tally);
      scanBucket(patterns.get(action.prefix), false, level, prepared, context, boundaryAttached, tally);
    }
    scanBucket(any, false, level, prepared, context, boundaryAttached, tally);
  }
}

/** Empties a tally, as a layer without policies leaves it. */
export function resetTally(tally: Tally): void {
  tally.deny = no;
  tally.denyBy = undefined;
  tally.direct = no;
  tally.directBy = undefined;
  tally.role = no;
  tally.roleBy = undefined;
  tally.account = no;
  tally.accountBy = undefined;
}

function scanBucket(
  bucket: StatementBucket | undefined,
  actionIsKnown: boolean,
  level: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  boundaryAttached: boolean,
  tally: Tally,
): void {
  if (bucket === undefined) return;
  const named = level.named;
  const { deny, allow } = bucket;
  for (let i = 0; i < deny.length; i++) {
    const statement = deny[i];
    if (statement === undefined) continue;
    let match: Ternary = yes;
    if (named) match = principalCertainty(statement, matchPrincipalElement(statement, prepared, level.layer, boundaryAttached), context);
    if (match <= tally.deny) continue;
    match = and(match, matchStatement(statement, prepared, context, level.layer, actionIsKnown));
    if (match <= tally.deny) continue;
    tally.deny = match;
    tally.denyBy = statement;
    if (match === yes) return;
  }
  for (let i = 0; i < allow.length && tally.direct !== yes; i++) {
    const statement = allow[i];
    if (statement === undefined) continue;
    if (named) tallyNamedAllow(statement, actionIsKnown, level, prepared, context, boundaryAttached, tally);
    else {
      const match = matchStatement(statement, prepared, context, level.layer, actionIsKnown);
      if (match <= tally.direct) continue;
      tally.direct = match;
      tally.directBy = statement;
    }
  }
}

function tallyNamedAllow(
  statement: CompiledStatement,
  actionIsKnown: boolean,
  { layer }: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  boundaryAttached: boolean,
  tally: Tally,
): void {
  const level = matchPrincipalElement(statement, prepared, layer, boundaryAttached);
  if (level === 'none') return;
  const certainty = principalCertainty(statement, level, context);
  const match = and(certainty, matchStatement(statement, prepared, context, layer, actionIsKnown));
  if (level === 'direct') {
    if (match <= tally.direct) return;
    tally.direct = match;
    tally.directBy = statement;
  } else if (level === 'role') {
    if (match <= tally.role) return;
    tally.role = match;
    tally.roleBy = statement;
  } else if (match > tally.account) {
    tally.account = match;
    tally.accountBy = statement;
  }
}
