import type { Layer } from './decision';
import type { CompiledLevel, CompiledPolicySet } from './policySet';
import type { PreparedRequest } from './prepareRequest';
import type { ScanOptions } from './scan';
import { canOverrideResourcePolicy, concernsTrustPolicy, isKeyAlias } from './serviceRules/policyKinds';

// Which policies bear on which caller.
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html>

const none: readonly CompiledLevel[] = [];

/** SCPs reach users, roles and the root user of member accounts; not service-linked roles, and nobody from elsewhere. */
export function scpLevels({ caller }: PreparedRequest, set: CompiledPolicySet): readonly CompiledLevel[] {
  if (set.scp === undefined || !('account' in caller) || caller.account === set.managementAccount) return none;
  return caller.kind === 'role' && caller.serviceLinked ? none : set.scp;
}

/** RCPs reach resources of member accounts, whoever calls; service-linked roles are beyond them, as callers and as resources. */
export function rcpLevels(prepared: PreparedRequest, set: CompiledPolicySet): readonly CompiledLevel[] {
  const { caller, resourceAccount, resource, action } = prepared;
  if (set.rcp === undefined || !prepared.rcpReachesAction) return none;
  if (resourceAccount !== undefined && resourceAccount === set.managementAccount) return none;
  if (caller.kind === 'role' && caller.serviceLinked) return none;
  if (concernsTrustPolicy(action) && resource.arn?.resource.startsWith('role/aws-service-role/') === true) return none;
  return set.rcp;
}

/** The endpoint's policy gates what travels through it; services call from elsewhere. */
export function vpcEndpointLevel({ caller }: PreparedRequest, set: CompiledPolicySet): CompiledLevel | undefined {
  return caller.kind === 'service' || caller.kind === 'external' ? undefined : set.vpcEndpoint;
}

/** The resource's policy. An alias of a KMS key has none, and its key's policy does not cover it. */
export function resourceLevel({ action, resource }: PreparedRequest, set: CompiledPolicySet): CompiledLevel | undefined {
  return isKeyAlias(action, resource) ? undefined : set.resource;
}

const plainScan: ScanOptions = { boundaryAttached: false, overridden: false };
const scanWithBoundary: ScanOptions = { boundaryAttached: true, overridden: false };

/** How a layer's policies are to be read for this request. */
export function scanOptions(prepared: PreparedRequest, set: CompiledPolicySet, layer: Layer): ScanOptions {
  if (layer !== 'resource' && layer !== 'vpcEndpoint') return plainScan;
  if (layer === 'resource' && canOverrideResourcePolicy(prepared.caller, prepared.action, prepared.sameAccount))
    return { ...plainScan, overridden: true };
  return set.permissionsBoundary === undefined ? plainScan : scanWithBoundary;
}

/** Users and roles have identity policies, federated user sessions their user's; the root user needs none. */
export function identityLevel({ caller }: PreparedRequest, set: CompiledPolicySet): CompiledLevel | undefined {
  return hasIdentity(caller.kind) ? set.identity : undefined;
}

export function boundaryLevel({ caller }: PreparedRequest, set: CompiledPolicySet): CompiledLevel | undefined {
  return hasIdentity(caller.kind) ? set.permissionsBoundary : undefined;
}

/** Session policies limit role sessions and federated users; AssumeRoot sessions have a task policy. A user's credentials take none. */
export function sessionLevel({ caller }: PreparedRequest, set: CompiledPolicySet): CompiledLevel | undefined {
  if (caller.kind === 'role' || caller.kind === 'federatedUser') return set.session;
  return caller.kind === 'root' && caller.assumedRoot ? set.session : undefined;
}

function hasIdentity(kind: PreparedRequest['caller']['kind']): boolean {
  return kind === 'user' || kind === 'role' || kind === 'federatedUser';
}

/** A level that bears on a request; `index` is its place among SCPs or RCPs. */
export interface ApplicableLevel {
  readonly layer: Layer;
  readonly index: number | null;
  readonly level: CompiledLevel;
}

/** Every level that bears on the request, in the order in which an explicit deny is looked for. */
export function applicableLevels(prepared: PreparedRequest, set: CompiledPolicySet): readonly ApplicableLevel[] {
  const single = (layer: Layer, level: CompiledLevel | undefined) => (level === undefined ? [] : [{ layer, index: null, level }]);
  return [
    ...rcpLevels(prepared, set).map((level, index) => ({ layer: 'rcp' as const, index, level })),
    ...scpLevels(prepared, set).map((level, index) => ({ layer: 'scp' as const, index, level })),
    ...single('vpcEndpoint', vpcEndpointLevel(prepared, set)),
    ...single('resource', resourceLevel(prepared, set)),
    ...single('identity', identityLevel(prepared, set)),
    ...single('permissionsBoundary', boundaryLevel(prepared, set)),
    ...single('session', sessionLevel(prepared, set)),
  ];
}
