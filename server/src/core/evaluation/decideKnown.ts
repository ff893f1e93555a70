import {
  boundaryLevel,
  identityLevel,
  rcpLevels,
  resourceLevel,
  scpLevels,
  sessionLevel,
  vpcEndpointLevel,
  scanOptions,
} from './applicability';
import type { CompiledStatement } from './compile';
import { assumed } from './context';
import type { EvaluationContext } from './context';
import type { Decision, Layer } from './decision';
import type { CompiledLevel, CompiledPolicySet } from './policySet';
import type { PreparedRequest } from './prepareRequest';
import { anyAllow, createTally, firstDeny, mayDeny, resetTally, scanLevel } from './scan';
import type { Tally } from './scan';
import { findHardLimit } from './serviceRules/hardLimits';
import { acceptsAnonymous } from './serviceRules/policyKinds';
import { and, no, open, or, yes } from './ternary';
import type { Ternary } from './ternary';

/** The answer to a request and what decided it, without any explanation. */
export interface Verdict {
  readonly decision: Decision;
  /** Undefined when undetermined, and when no policy had a say. */
  readonly layer: Layer | undefined;
  /** Place of the SCP or RCP level, root first. */
  readonly levelIndex: number | undefined;
  readonly level: CompiledLevel | undefined;
  readonly statement: CompiledStatement | undefined;
}

const nobody = { layer: undefined, levelIndex: undefined, level: undefined, statement: undefined };
const allowedByNobody: Verdict = { decision: 'allowed', ...nobody };
export const undeterminedVerdict: Verdict = { decision: 'undetermined', ...nobody };

/** What the layers said, gathered one after the other. */
interface Findings {
  denied: Verdict | undefined;
  mayBeDenied: boolean;
  /** Guardrails that every request must pass: SCP levels and the endpoint policy. */
  gate: Ternary;
  /** The first guardrail that lacks an allow. */
  blockedBy: Verdict | undefined;
}

/**
 * AWS's decision over what is known, by Kleene's logic: `undetermined` as soon as something unknown takes part. `decide` then asks
 * whether it can matter.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
 */
export function decideKnown(prepared: PreparedRequest, set: CompiledPolicySet, context: EvaluationContext): Verdict {
  if (prepared.alwaysAllowed) return allowedByNobody;
  if (prepared.caller.kind === 'unreadable') return undeterminedVerdict;
  const tally = createTally();
  const findings: Findings = { denied: undefined, mayBeDenied: false, gate: yes, blockedBy: undefined };

  const rcps = rcpLevels(prepared, set);
  for (let i = 0; i < rcps.length; i++) {
    const level = rcps[i];
    // RCPFullAWSAccess is attached at every level and cannot be detached, so an RCP can only deny.
    if (level !== undefined && scan(level, i, prepared, set, context, tally, findings)) break;
  }
  const scps = scpLevels(prepared, set);
  for (let i = 0; i < scps.length && findings.denied === undefined; i++) {
    const level = scps[i];
    if (level === undefined || (level.grantsAll && !(level.mayDeny && mayDeny(level, prepared, context)))) continue;
    if (!scan(level, i, prepared, set, context, tally, findings)) passGate(findings, tally.direct, level, i);
  }
  const endpoint = vpcEndpointLevel(prepared, set);
  if (findings.denied === undefined && endpoint !== undefined && !scan(endpoint, undefined, prepared, set, context, tally, findings)) {
    passGate(findings, anyAllow(tally), endpoint, undefined);
  }
  if (findings.denied !== undefined) return findings.denied;
  return decideAccess(prepared, set, context, findings, tally);
}

/** Tallies a level and keeps what it denies; true when it certainly denies. */
function scan(
  level: CompiledLevel,
  levelIndex: number | undefined,
  prepared: PreparedRequest,
  set: CompiledPolicySet,
  context: EvaluationContext,
  tally: Tally,
  findings: Findings,
): boolean {
  const options = scanOptions(prepared, set, level.layer);
  scanLevel(level, prepared, context, options, tally);
  if (tally.deny === open) findings.mayBeDenied = true;
  if (tally.deny !== yes) return false;
  const statement = level.indexes.length < level.policies.length ? firstDeny(level, prepared, context, options) : tally.denyBy;
  findings.denied ??= { decision: 'explicitDeny', layer: level.layer, levelIndex, level, statement };
  return true;
}

function passGate(findings: Findings, allow: Ternary, level: CompiledLevel, levelIndex: number | undefined): void {
  findings.gate = and(findings.gate, allow);
  if (allow === no) findings.blockedBy ??= lacking(level.layer, levelIndex, level);
}

function lacking(layer: Layer, levelIndex?: number, level?: CompiledLevel): Verdict {
  return { decision: 'implicitDeny', layer, levelIndex, level, statement: undefined };
}

/** What the policies that can grant say, and the sessions and boundaries that limit them. */
interface Grants {
  readonly resource: CompiledLevel | undefined;
  readonly identityLevel: CompiledLevel | undefined;
  readonly direct: Ternary;
  readonly directBy: CompiledStatement | undefined;
  readonly role: Ternary;
  readonly roleBy: CompiledStatement | undefined;
  readonly account: Ternary;
  readonly identity: Ternary;
  readonly identityBy: CompiledStatement | undefined;
  readonly boundary: Ternary;
  readonly session: Ternary;
}

function decideAccess(
  prepared: PreparedRequest,
  set: CompiledPolicySet,
  context: EvaluationContext,
  findings: Findings,
  tally: Tally,
): Verdict {
  const { caller } = prepared;
  const resource = resourceLevel(prepared, set);
  if (resource === undefined) resetTally(tally);
  else scan(resource, undefined, prepared, set, context, tally, findings);
  const { direct, directBy, role, roleBy, account } = tally;
  const identity = identityLevel(prepared, set);
  if (identity === undefined) resetTally(tally);
  else scan(identity, undefined, prepared, set, context, tally, findings);
  const identityAllow = caller.kind === 'root' ? yes : tally.direct;
  const identityBy = caller.kind === 'root' ? undefined : tally.directBy;
  const boundary = boundaryLevel(prepared, set);
  if (boundary !== undefined) scan(boundary, undefined, prepared, set, context, tally, findings);
  const boundaryAllow = boundary === undefined ? yes : tally.direct;
  const session = sessionLevel(prepared, set);
  if (session !== undefined) scan(session, undefined, prepared, set, context, tally, findings);
  const sessionAllow = session === undefined ? withoutSessionPolicy(prepared, context) : caller.kind === 'root' ? yes : tally.direct;
  if (findings.denied !== undefined) return findings.denied;
  return conclude(prepared, context, findings, {
    resource,
    identityLevel: identity,
    direct,
    directBy,
    role,
    roleBy,
    account,
    identity: identityAllow,
    identityBy,
    boundary: boundaryAllow,
    session: sessionAllow,
  });
}

/**
 * A federated user without a session policy has no permissions of its own (decision A16). An AssumeRoot session always has a task policy;
 * AWS's task policies only deny, so one that is given lacks nothing.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/security-iam-awsmanpol.html>
 */
function withoutSessionPolicy({ caller }: PreparedRequest, context: EvaluationContext): Ternary {
  if (caller.kind === 'federatedUser') return no;
  return caller.kind === 'root' && caller.assumedRoot ? assumed(context, 'task policy of the AssumeRoot session') : yes;
}

function conclude(prepared: PreparedRequest, context: EvaluationContext, findings: Findings, grants: Grants): Verdict {
  const { caller, action, resource, accessLevel } = prepared;
  const hardLimit = prepared.mayBeLimited ? findHardLimit(caller, action, resource, accessLevel, context) : undefined;
  const unlimited: Ternary = hardLimit === undefined ? yes : hardLimit.forbids === yes ? no : open;
  const granted = combine(prepared, grants);
  const allowed = and(and(findings.gate, unlimited), granted);
  if (findings.mayBeDenied || allowed === open) return undeterminedVerdict;
  if (allowed === yes) return grantingVerdict(grants);
  if (unlimited === no && hardLimit !== undefined) return lacking(hardLimit.layer);
  return findings.blockedBy ?? lacking(lackingLayer(prepared, grants));
}

/** The formulas of AWS's pages on one account, two accounts, KMS keys, role trust policies, and callers without an account. */
function combine(prepared: PreparedRequest, grants: Grants): Ternary {
  const { direct, role, account, identity, boundary, session } = grants;
  const { caller, action } = prepared;
  if (!('account' in caller)) {
    return caller.kind === 'anonymous' && !acceptsAnonymous(action) ? no : direct;
  }
  const limits = and(boundary, session);
  if (!prepared.samePartition) return no;
  if (!prepared.sameAccount) return and(and(identity, limits), or(direct, or(role, account)));
  const byIdentity = and(identity, limits);
  const delegated = prepared.resourcePolicyMustGrant ? and(account, byIdentity) : byIdentity;
  // No grant reaches past the task policy of an AssumeRoot session.
  if (caller.kind === 'root') return and(session, or(direct, delegated));
  return or(direct, or(and(role, limits), delegated));
}

/** The statement that granted: resource direct, resource by role, identity. */
function grantingVerdict(grants: Grants): Verdict {
  const limited = and(grants.boundary, grants.session) === yes;
  if (grants.direct === yes && grants.directBy !== undefined) return granting('resource', grants.resource, grants.directBy);
  if (grants.role === yes && limited && grants.roleBy !== undefined) return granting('resource', grants.resource, grants.roleBy);
  if (grants.identityBy !== undefined) return granting('identity', grants.identityLevel, grants.identityBy);
  return allowedByNobody;
}

function granting(layer: Layer, level: CompiledLevel | undefined, statement: CompiledStatement): Verdict {
  return { decision: 'allowed', layer, levelIndex: undefined, level, statement };
}

/** The layer that lacks the allow; of several, the first in the order in which AWS looks. */
function lackingLayer(prepared: PreparedRequest, grants: Grants): Layer {
  const { caller } = prepared;
  if (!('account' in caller) || !prepared.samePartition) return 'resource';
  const byResource = or(grants.direct, or(grants.role, grants.account));
  const needsResource = !prepared.sameAccount || prepared.resourcePolicyMustGrant;
  if (needsResource && byResource === no) return 'resource';
  const byRole = prepared.sameAccount && grants.role === yes;
  if (!byRole && grants.identity === no) return 'identity';
  return grants.boundary === no ? 'permissionsBoundary' : 'session';
}
