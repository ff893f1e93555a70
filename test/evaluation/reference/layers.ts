import type { Catalog } from '../../../server/src/core/catalog/catalog';
import type { Layer } from '../../../server/src/core/evaluation/decision';

import type { Caller } from './callers';
import { accountOf, usesEndpoint } from './callers';
import { callerOfScenario, ownerOf } from './context';
import type { PolicyJson, ScenarioJson } from './scenario';

/** A policy in its place. */
export interface PlacedPolicy {
  readonly layer: Layer;
  readonly level: number | null;
  readonly policyIndex: number;
  readonly policy: PolicyJson;
}

const trustActions = ['assumerole', 'assumerolewithsaml', 'assumerolewithwebidentity', 'tagsession', 'setsourceidentity', 'setcontext'];

/** Whether the request is on a role by its trust policy. */
export function isOnTrustPolicy({ request }: ScenarioJson): boolean {
  const [prefix = '', name = ''] = request.action.toLowerCase().split(':');
  return prefix === 'sts' && trustActions.includes(name) && request.resource.includes(':role/');
}

/** Whether the request is on a KMS key. */
export function isOnKey({ request }: ScenarioJson): boolean {
  return /^kms:/i.test(request.action) && /^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(request.resource);
}

/** Semantics 2.1: the policies that bear on the request. */
export function applicablePolicies(scenario: ScenarioJson, catalog: Catalog): readonly PlacedPolicy[] {
  const caller = callerOfScenario(scenario);
  const hasIdentity = caller.kind === 'user' || caller.kind === 'role' || caller.kind === 'federatedUser';
  const hasSession = caller.kind === 'role' || caller.kind === 'federatedUser' || (caller.kind === 'root' && caller.isAssumed);
  const { identityPolicies = [], permissionsBoundary, sessionPolicies = [], resourcePolicy } = scenario;
  return [
    ...levels('rcp', reachesRcps(scenario, caller, catalog) ? scenario.resourceControlPolicies : undefined),
    ...levels('scp', reachesScps(scenario, caller) ? scenario.serviceControlPolicies : undefined),
    ...policies('vpcEndpoint', usesEndpoint(caller) ? (scenario.vpcEndpointPolicies ?? []) : []),
    ...policies('resource', resourcePolicy === undefined || isOnAlias(scenario) ? [] : [resourcePolicy]),
    ...policies('identity', hasIdentity ? identityPolicies : []),
    ...policies('permissionsBoundary', hasIdentity && permissionsBoundary !== undefined ? [permissionsBoundary] : []),
    ...policies('session', hasSession ? sessionPolicies : []),
  ];
}

/** A key policy cannot cover an alias. */
function isOnAlias({ request }: ScenarioJson): boolean {
  return /^kms:/i.test(request.action) && /^arn:[^:]+:kms:[^:]*:[^:]*:alias\//.test(request.resource);
}

/** Semantics 2.1 and 5. */
export function reachesScps(scenario: ScenarioJson, caller: Caller): boolean {
  const account = accountOf(caller);
  if (scenario.serviceControlPolicies === undefined || account === undefined || account === scenario.managementAccount) return false;
  return !(caller.kind === 'role' && caller.isServiceLinked);
}

/** Semantics 6, its six conditions. */
function reachesRcps(scenario: ScenarioJson, caller: Caller, catalog: Catalog): boolean {
  const { action, resource } = scenario.request;
  const service = action.split(':')[0]?.toLowerCase() ?? '';
  if (scenario.resourceControlPolicies === undefined || !catalog.supportsRcp(service)) return false;
  if (catalog.action(action)?.resourceTypes.length === 0) return false;
  if (ownerOf(scenario, caller) === scenario.managementAccount && scenario.managementAccount !== undefined) return false;
  if (caller.kind === 'role' && caller.isServiceLinked) return false;
  if (isOnTrustPolicy(scenario) && resource.includes(':role/aws-service-role/')) return false;
  return action.toLowerCase() !== 'kms:retiregrant';
}

function policies(layer: Layer, list: readonly PolicyJson[], level: number | null = null): readonly PlacedPolicy[] {
  return list.map((policy, policyIndex) => ({ layer, level, policyIndex, policy }));
}

function levels(layer: Layer, lists: readonly (readonly PolicyJson[])[] = []): readonly PlacedPolicy[] {
  return lists.flatMap((list, level) => policies(layer, list, level));
}
