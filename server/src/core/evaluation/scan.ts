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
  /** An earlier policy of the level has granted. */
  settled: boolean;
}

/** What changes how a level is read. */
export interface ScanOptions {
  /** The caller has a permissions boundary, which `Deny` with `NotPrincipal` never spares. */
  readonly boundaryAttached: boolean;
  /** The caller may act in spite of what the resource policy denies. */
  readonly overridden: boolean;
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
    settled: false,
  };
}

/** The best grant of a level at any closeness. */
export function anyAllow(tally: Tally): Ternary {
  return or(tally.direct, or(tally.role, tally.account));
}

/**
 * Tallies a level: only the statements that the action can reach are touched. Of several that match the first as written is named.
 * Stops after the first policy with a certain deny.
 */
export function scanLevel(
  level: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  options: ScanOptions,
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
    if (level.layer !== 'resource') continue;
    tally.role = or(tally.role, assumed(context, policy.allowsRole));
    tally.account = or(tally.account, assumed(context, policy.allowsAccount));
  }
  for (let i = 0; i < indexes.length && tally.deny !== yes; i++) {
    const index = indexes[i];
    if (index === undefined) continue;
    const { exact, patterns, any } = index;
    // An earlier policy has granted: a later one can only deny.
    tally.settled = tally.direct === yes;
    if (exact !== undefined) scanBucket(exact.get(action.full), true, level, prepared, context, options, tally);
    if (patterns !== undefined) {
      scanBucket(patterns.get(action.head), false, level, prepared, context, options, tally);
      scanBucket(patterns.get(action.prefix), false, level, prepared, context, options, tally);
    }
    scanBucket(any, false, level, prepared, context, options, tally);
  }
  if (options.overridden) {
    tally.deny = no;
    tally.denyBy = undefined;
  }
}

/**
 * Whether some deny of an SCP level might reach the request. Nearly always none does, and then a level that grants everything
 * needs no tally.
 */
export function mayDeny(level: CompiledLevel, prepared: PreparedRequest, context: EvaluationContext): boolean {
  if (level.unreadable.length > 0) return true;
  const { action } = prepared;
  for (let i = 0; i < level.indexes.length; i++) {
    const index = level.indexes[i];
    if (index === undefined) continue;
    const { exact, patterns, any } = index;
    if (any !== undefined && someDenies(any, false, level, prepared, context)) return true;
    if (exact !== undefined && someDenies(exact.get(action.full), true, level, prepared, context)) return true;
    if (patterns === undefined) continue;
    if (someDenies(patterns.get(action.head), false, level, prepared, context)) return true;
    if (someDenies(patterns.get(action.prefix), false, level, prepared, context)) return true;
  }
  return false;
}

function someDenies(
  bucket: StatementBucket | undefined,
  actionIsKnown: boolean,
  { layer }: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
): boolean {
  if (bucket === undefined) return false;
  const { deny } = bucket;
  for (let i = 0; i < deny.length; i++) {
    const statement = deny[i];
    if (statement !== undefined && matchStatement(statement, prepared, context, layer, actionIsKnown) !== no) return true;
  }
  return false;
}

/** The first statement of a level that certainly denies, in the order of its policies: an index over several policies has its own order. */
export function firstDeny(
  level: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  options: ScanOptions,
): CompiledStatement | undefined {
  for (const { compiled } of level.policies) {
    for (const statement of compiled.statements) {
      if (statement.effect !== 'Deny') continue;
      if (certaintyOfCaller(statement, level, prepared, context, options) !== yes) continue;
      if (matchStatement(statement, prepared, context, level.layer, false) === yes) return statement;
    }
  }
  return undefined;
}

function certaintyOfCaller(
  statement: CompiledStatement,
  { named, layer }: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  { boundaryAttached }: ScanOptions,
): Ternary {
  return named ? principalCertainty(statement, matchPrincipalElement(statement, prepared, layer, boundaryAttached), context) : yes;
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
  tally.settled = false;
}

/** The statements of a bucket stand in the order of writing, so the walk ends at the first that could not come before the one found. */
function scanBucket(
  bucket: StatementBucket | undefined,
  actionIsKnown: boolean,
  level: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  options: ScanOptions,
  tally: Tally,
): void {
  if (bucket === undefined) return;
  const { deny, allow } = bucket;
  for (let i = 0; i < deny.length; i++) {
    const statement = deny[i];
    if (statement === undefined) continue;
    if (tally.deny === yes && !comesBefore(statement, tally.denyBy)) break;
    let match = level.named ? certaintyOfCaller(statement, level, prepared, context, options) : yes;
    if (match === no) continue;
    match = and(match, matchStatement(statement, prepared, context, level.layer, actionIsKnown));
    if (match < tally.deny || match === no) continue;
    tally.deny = match;
    tally.denyBy = statement;
  }
  if (tally.settled) return;
  for (let i = 0; i < allow.length; i++) {
    const statement = allow[i];
    if (statement === undefined) continue;
    if (tally.direct === yes && !comesBefore(statement, tally.directBy)) break;
    if (level.named) tallyNamedAllow(statement, actionIsKnown, level, prepared, context, options, tally);
    else {
      const match = matchStatement(statement, prepared, context, level.layer, actionIsKnown);
      if (match < tally.direct || match === no) continue;
      tally.direct = match;
      tally.directBy = statement;
    }
  }
}

function comesBefore(statement: CompiledStatement, other: CompiledStatement | undefined): boolean {
  return other !== undefined && statement.source.index < other.source.index;
}

function tallyNamedAllow(
  statement: CompiledStatement,
  actionIsKnown: boolean,
  { layer }: CompiledLevel,
  prepared: PreparedRequest,
  context: EvaluationContext,
  { boundaryAttached }: ScanOptions,
  tally: Tally,
): void {
  const level = matchPrincipalElement(statement, prepared, layer, boundaryAttached);
  if (level === 'none') return;
  const certainty = principalCertainty(statement, level, context);
  const match = and(certainty, matchStatement(statement, prepared, context, layer, actionIsKnown));
  if (match === no) return;
  if (level === 'direct' || level === 'perhapsDirect') {
    if (match < tally.direct) return;
    tally.direct = match;
    tally.directBy = statement;
  } else if (level === 'role') {
    if (match < tally.role || (match === tally.role && !comesBefore(statement, tally.roleBy))) return;
    tally.role = match;
    tally.roleBy = statement;
  } else if (match > tally.account) {
    tally.account = match;
    tally.accountBy = statement;
  }
}
