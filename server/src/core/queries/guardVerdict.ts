import type { CompiledStatement } from '../evaluation/compile';
import { evaluateCondition } from '../evaluation/conditions/condition';
import type { Layer } from '../evaluation/decision';
import { matchAction } from '../evaluation/actions';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import { listedLevel } from '../evaluation/principals';
import { concernsTrustPolicy } from '../evaluation/serviceRules/policyKinds';
import { matchPrincipalElement, principalCertainty } from '../evaluation/statement';
import { and, no, open, or, yes } from '../evaluation/ternary';
import type { Ternary } from '../evaluation/ternary';

import type { Guard, GuardLevel, GuardPolicy, Guardrails, GuardStatement } from './guardrails';
import { matchTarget } from './resourceTarget';
import type { ResourceTarget } from './resourceTarget';

/** What keeps a grant from having any effect, whatever the resource and whatever nobody knows. */
export interface GuardBlock {
  readonly layer: GuardLevel['layer'];
  readonly at: GuardLevel['at'];
  /** The policy that denies, or the boundary that does not allow; undefined for a level of SCPs of which none allows. */
  readonly policy: Pick<GuardPolicy, 'name' | 'uri'> | undefined;
  /** Undefined: nothing denies, and nothing allows. */
  readonly statement: GuardStatement | undefined;
  /** Equal for the same reason. */
  readonly key: string;
}

/** Blocked for certain; or perhaps, as the keys decide (none: as the resource or something unreadable does); or not at all. */
export type GuardVerdict =
  | { readonly kind: 'blocked'; readonly block: GuardBlock }
  | { readonly kind: 'open'; readonly keys: readonly string[] }
  | { readonly kind: 'clear' };

const clear: GuardVerdict = { kind: 'clear' };

/** What is above a principal says to an action on all of some resources. Any explicit deny is told before a missing allow. */
export function guardVerdict(guardrails: Guardrails, guard: Guard, action: string, targets: readonly ResourceTarget[]): GuardVerdict {
  let first: GuardVerdict = clear;
  for (const target of targets) {
    const verdict = verdictOn(guardrails, guard, action, target);
    if (verdict.kind !== 'blocked') return verdict;
    if (first.kind === 'clear') first = verdict;
  }
  return first;
}

function verdictOn(guardrails: Guardrails, guard: Guard, action: string, target: ResourceTarget): GuardVerdict {
  const owner = guardrails.ownerOf(target);
  const prepared = guardrails.prepare(guard.principal, action, owner);
  if (prepared.alwaysAllowed) return clear;
  const asked: Asked = { prepared, target, namesNone: (prepared.catalogAction?.resourceTypes.length ?? 0) === 0, keys: new Set() };
  const levels = [...ownerLevels(asked, guard, owner), ...guard.levels];
  let isOpen = false;
  for (const level of levels) {
    for (const policy of level.policies) {
      if (policy.compiled.unreadable !== undefined) isOpen = true;
      for (const statement of policy.compiled.statements) {
        if (statement.effect !== 'Deny') continue;
        const match = matchGuard(statement, asked, level.layer);
        if (match === yes) return { kind: 'blocked', block: createBlock(level, policy, statement) };
        if (match === open) isOpen = true;
      }
    }
  }
  for (const level of levels) {
    if (!level.gates) continue;
    const allow = allowOf(level, asked);
    if (allow === yes) continue;
    const certain = allow === no && (level.layer !== 'permissionsBoundary' || staysWithin(guardrails, guard, prepared));
    if (certain) return { kind: 'blocked', block: createBlock(level, level.at === undefined ? level.policies[0] : undefined, undefined) };
    isOpen = true;
  }
  return isOpen ? { kind: 'open', keys: [...asked.keys] } : clear;
}

interface Asked {
  readonly prepared: PreparedRequest;
  readonly target: ResourceTarget;
  readonly namesNone: boolean;
  /** Keys whose values nobody knows and that decide something. */
  readonly keys: Set<string>;
}

/** RCPs reach what listed services do on resources of member accounts, save service-linked roles. */
function ownerLevels({ prepared }: Asked, { owners }: Guard, owner: string | undefined): readonly GuardLevel[] {
  const { caller, rcpReachesAction, action } = prepared;
  const isExempt = caller.kind === 'role' && caller.serviceLinked;
  if (owner === undefined || isExempt || !rcpReachesAction || concernsTrustPolicy(action)) return [];
  return owners.get(owner) ?? [];
}

function allowOf({ policies, layer }: GuardLevel, asked: Asked): Ternary {
  let allow: Ternary = no;
  for (const { compiled } of policies) {
    if (compiled.unreadable !== undefined) allow = or(allow, open);
    for (const statement of compiled.statements) {
      if (statement.effect === 'Allow' && allow !== yes) allow = or(allow, matchGuard(statement, asked, layer));
    }
  }
  return allow;
}

function matchGuard(statement: CompiledStatement, { prepared, target, namesNone, keys }: Asked, layer: Layer): Ternary {
  if (statement.action === undefined || !matchAction(statement.action, prepared.action)) return no;
  let match: Ternary = statement.resource === undefined ? no : matchTarget(statement.resource, target, layer, namesNone);
  if (layer === 'rcp') {
    match = and(match, principalCertainty(statement, matchPrincipalElement(statement, prepared, layer, false), prepared.context));
  }
  const found: string[] = [];
  for (const condition of statement.conditions) {
    if (match === no) return no;
    const outcome = evaluateCondition(condition, prepared.context);
    if (outcome === open) found.push(condition.source.key.text);
    match = and(match, outcome);
  }
  if (match === open) for (const key of found) keys.add(key);
  return match;
}

/**
 * Whether no resource policy can let the caller past a boundary that lacks an allow: grants to the user or the session itself do, within
 * the account. Trust and key policies that nobody has told may be such.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
 */
function staysWithin(guardrails: Guardrails, { principal }: Guard, { action, caller }: PreparedRequest): boolean {
  if (action.service === 'kms' || action.service === 'sts') return false;
  const grants = guardrails.directGrants(principal.account);
  if (grants === 'unknown') return false;
  return grants.every(({ action: element, principal: named }) => {
    if (element === undefined || named === undefined || !matchAction(element, action)) return true;
    if (named.negated || named.canonicalUsers || named.everyone) return false;
    const isSession = named.arns.some((arn) => arn.includes(':assumed-role/'));
    return !isSession && listedLevel(named, caller) !== 'direct';
  });
}

function createBlock({ layer, at }: GuardLevel, policy: GuardPolicy | undefined, statement: CompiledStatement | undefined): GuardBlock {
  const source = statement?.source;
  return {
    layer,
    at,
    policy: policy === undefined ? undefined : { name: policy.name, uri: policy.uri },
    statement: source,
    key: [layer, at?.kind ?? '', at?.name ?? '', policy?.key ?? '', source?.index ?? ''].join('|'),
  };
}
