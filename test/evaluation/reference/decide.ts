import type { Catalog } from '../../../server/src/core/catalog/catalog';
import type { Layer } from '../../../server/src/core/evaluation/decision';

import type { Caller } from './callers';
import { partitionOf, usesEndpoint } from './callers';
import { callerOfScenario, isAtHome, ownerOf } from './context';
import { forbiddenOutright } from './hardRules';
import { isOnKey, isOnTrustPolicy, reachesScps } from './layers';
import { splitArn } from './resources';
import type { ScenarioJson } from './scenario';
import type { Match } from './statements';
import { matchingStatements } from './statements';
import type { World } from './world';

/** What decided: a statement, or the layer that lacks an allow, or no policy at all. */
export type Decider = 'nobody' | Match | { readonly layer: Layer; readonly level: number | null };

/** The answer in one world. */
export interface KnownAnswer {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /**
   * The ways to name what decided, the best first: where two layers lack an allow either may be named.
   * Undefined: a rule beside all policies decided, and nothing says how that is told.
   */
  readonly decidedBy: readonly Decider[] | undefined;
  /** Layers behind the one that decided that lack an allow as well. */
  readonly alsoLacking: readonly Decider[];
  readonly matched: readonly Match[];
}

/** Semantics 0, for a world in which nothing is open. */
export function decideInWorld(scenario: ScenarioJson, world: World, catalog: Catalog): KnownAnswer {
  const matched = matchingStatements(scenario, world, catalog);
  return { ...decideFromMatches(scenario, matched, world, catalog), matched };
}

type Verdict = Omit<KnownAnswer, 'matched'>;

const allowed = (decidedBy: readonly Decider[]): Verdict => ({ decision: 'allowed', decidedBy, alsoLacking: [] });

const lacking = (...layers: readonly Layer[]): Verdict => ({
  decision: 'implicitDeny',
  decidedBy: layers.map((layer) => ({ layer, level: null })),
  alsoLacking: [],
});

const outright: Verdict = { decision: 'implicitDeny', decidedBy: undefined, alsoLacking: [] };

export function decideFromMatches(scenario: ScenarioJson, matched: readonly Match[], world: World, catalog: Catalog): Verdict {
  const caller = callerOfScenario(scenario);
  if (scenario.request.action.toLowerCase() === 'sts:getcalleridentity') return allowed(['nobody']);
  const deny = matched.find((match) => match.effect === 'Deny' && !isSparedByDeny(match, scenario, caller));
  if (deny !== undefined) return { decision: 'explicitDeny', decidedBy: [deny], alsoLacking: [] };
  if (forbiddenOutright(scenario, caller, world, catalog) || isInOtherPartition(scenario, caller)) return outright;
  const allows = matched.filter((match) => match.effect === 'Allow');
  const [gate, ...gates] = gatesWithoutAllow(scenario, caller, allows);
  const verdict = decideBehindGates(scenario, caller, allows, world);
  if (gate === undefined) return verdict;
  const behind = verdict.decision === 'implicitDeny' ? (verdict.decidedBy ?? []) : [];
  return { decision: 'implicitDeny', decidedBy: [gate], alsoLacking: [...gates, ...behind] };
}

function decideBehindGates(scenario: ScenarioJson, caller: Caller, allows: readonly Match[], world: World): Verdict {
  switch (caller.kind) {
    case 'service':
    case 'anonymous':
    case 'external':
      return byResourcePolicyAlone(allows);
    case 'root':
      return decideForRoot(scenario, caller, allows, world);
    default:
      return isAtHome(scenario, caller) ? decideInAccount(scenario, caller, allows) : decideAcrossAccounts(scenario, caller, allows);
  }
}

/** The root user of a bucket's owner can always repair the bucket policy, and an AssumeRoot session a queue's (2.6). */
function isSparedByDeny(deny: Match, scenario: ScenarioJson, caller: Caller): boolean {
  if (deny.layer !== 'resource' || caller.kind !== 'root' || ownerOf(scenario, caller) !== caller.account) return false;
  const { action } = scenario.request;
  if (/^s3:(get|put|delete)bucketpolicy$/i.test(action)) return true;
  return caller.isAssumed && /^sqs:[gs]etqueueattributes$/i.test(action);
}

/** The levels of SCPs, and the endpoint, that let nothing through. */
function gatesWithoutAllow(scenario: ScenarioJson, caller: Caller, allows: readonly Match[]): readonly Decider[] {
  const levels = reachesScps(scenario, caller) ? (scenario.serviceControlPolicies ?? []) : [];
  const closed = levels.flatMap((_, level) =>
    allows.some((match) => match.layer === 'scp' && match.level === level) ? [] : [{ layer: 'scp' as const, level }],
  );
  const isEndpointClosed = scenario.vpcEndpointPolicies !== undefined && usesEndpoint(caller) && !has(allows, 'vpcEndpoint');
  return [...closed, ...(isEndpointClosed ? [{ layer: 'vpcEndpoint' as const, level: null }] : [])];
}

function isInOtherPartition({ request }: ScenarioJson, caller: Caller): boolean {
  const [, partition = ''] = splitArn(request.resource);
  const own = partitionOf(caller);
  return request.resource !== '*' && own !== undefined && partition !== '' && partition !== own;
}

const has = (allows: readonly Match[], layer: Layer) => allows.some((match) => match.layer === layer);
const granting = (allows: readonly Match[], reach: Match['reach']) =>
  allows.find((match) => match.layer === 'resource' && match.reach === reach);

function byResourcePolicyAlone(allows: readonly Match[]): Verdict {
  const direct = granting(allows, 'direct');
  return direct === undefined ? lacking('resource') : allowed([direct]);
}

/** Semantics 2.6: implicit full access at home, save on KMS keys; abroad the resource policy must name its account. */
function decideForRoot(
  scenario: ScenarioJson,
  caller: Caller & { readonly kind: 'root' },
  allows: readonly Match[],
  world: World,
): Verdict {
  const verdict = decideForRootUser(scenario, caller, allows);
  // A task policy only denies; one that is not given may do so as well.
  const isOpen = caller.isAssumed && (scenario.sessionPolicies ?? []).length === 0;
  if (!isOpen || world.taskPolicySpares) return verdict;
  const { decidedBy = [] } = verdict;
  const lacks = verdict.decision === 'implicitDeny' ? decidedBy : [];
  return { ...lacking('session'), decidedBy: [...lacks, { layer: 'session', level: null }] };
}

function decideForRootUser(scenario: ScenarioJson, caller: Caller, allows: readonly Match[]): Verdict {
  const direct = granting(allows, 'direct');
  if (direct !== undefined) return allowed([direct]);
  const isHome = isAtHome(scenario, caller);
  return isHome && !isOnKey(scenario) && !isOnTrustPolicy(scenario) ? allowed(['nobody']) : lacking('resource');
}

/** I, B and S of semantics 0. */
function callerSide(scenario: ScenarioJson, caller: Caller, allows: readonly Match[]) {
  const wasPassedNone = caller.kind === 'user' || (scenario.sessionPolicies ?? []).length === 0;
  return {
    identity: allows.find((match) => match.layer === 'identity'),
    boundary: scenario.permissionsBoundary === undefined || has(allows, 'permissionsBoundary'),
    session: wasPassedNone ? caller.kind !== 'federatedUser' : has(allows, 'session'),
  };
}

function decideInAccount(scenario: ScenarioJson, caller: Caller, allows: readonly Match[]): Verdict {
  const { identity, boundary, session } = callerSide(scenario, caller, allows);
  const direct = granting(allows, 'direct');
  const byRole = granting(allows, 'role');
  const mustDelegate = isOnKey(scenario) || isOnTrustPolicy(scenario);
  const delegates = !mustDelegate || granting(allows, 'account') !== undefined;
  if (direct !== undefined) return allowed([direct]);
  if (byRole !== undefined && boundary && session) return allowed([byRole]);
  if (identity !== undefined && delegates && boundary && session) return allowed([identity]);
  const limits: readonly Layer[] = [...(boundary ? [] : ['permissionsBoundary' as const]), ...(session ? [] : ['session' as const])];
  if (byRole !== undefined)
    return { ...lacking(...limits), alsoLacking: identity === undefined ? [{ layer: 'identity', level: null }] : [] };
  return lacking(
    ...(identity === undefined ? (['identity'] as const) : []),
    ...(mustDelegate && !delegates ? (['resource'] as const) : []),
    ...limits,
  );
}

function decideAcrossAccounts(scenario: ScenarioJson, caller: Caller, allows: readonly Match[]): Verdict {
  const { identity, boundary, session } = callerSide(scenario, caller, allows);
  const resource = granting(allows, 'direct') ?? granting(allows, 'role');
  const byAccount = granting(allows, 'account');
  if (identity !== undefined && boundary && session && (resource ?? byAccount) !== undefined) return allowed([resource ?? identity]);
  return lacking(
    ...(identity === undefined ? (['identity'] as const) : []),
    ...(boundary ? [] : (['permissionsBoundary'] as const)),
    ...(session ? [] : (['session'] as const)),
    ...((resource ?? byAccount) === undefined ? (['resource'] as const) : []),
  );
}
