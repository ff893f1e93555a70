import type { Policy } from '../policy/policy';
import { compilePolicy, compileUnreadablePolicy, createIndex } from './compile';
import type { ActionIndex, CompiledPolicy, CompiledStatement, UnreadablePolicy } from './compile';
import type { Layer } from './decision';
import type { PolicyInput, PolicySet } from './request';
import { hasPrincipals } from './statement';

/** The policies of a layer, or of one level of SCPs or RCPs, made ready. Levels may be shared by all accounts below an OU. */
export interface CompiledLevel {
  readonly layer: Layer;
  /** Whether statements say whom they mean. */
  readonly named: boolean;
  readonly policies: readonly LevelPolicy[];
  /** What finds the statements that an action reaches. */
  readonly indexes: readonly ActionIndex[];
  readonly unreadable: readonly UnreadablePolicy[];
  /** For a level of SCPs: one of them is like FullAWSAccess, so only denies are left to look for. */
  readonly grantsAll: boolean;
  /** Whether a policy here may deny at all. */
  readonly mayDeny: boolean;
}

export interface LevelPolicy {
  /** The given name, or `<layer>[i]`. */
  readonly name: string;
  readonly uri: string | undefined;
  readonly compiled: CompiledPolicy;
}

/** Every policy that bears on a request, made ready; it serves many requests. */
export interface CompiledPolicySet {
  readonly identity: CompiledLevel;
  readonly permissionsBoundary: CompiledLevel | undefined;
  readonly session: CompiledLevel | undefined;
  readonly resource: CompiledLevel | undefined;
  /** Root first; undefined: SCPs do not apply. */
  readonly scp: readonly CompiledLevel[] | undefined;
  readonly rcp: readonly CompiledLevel[] | undefined;
  readonly vpcEndpoint: CompiledLevel | undefined;
  readonly managementAccount: string | undefined;
}

/** Makes the policies of one layer or level ready. Hand in a `compile` that remembers to share compiled policies. */
export function compileLevel(
  layer: Layer,
  policies: readonly PolicyInput[],
  compile: (policy: Policy) => CompiledPolicy = compilePolicy,
): CompiledLevel {
  const levelPolicies = policies.map(({ name, policy, uri }, index) => ({
    name: name ?? `${layer}[${index}]`,
    uri,
    compiled: policy === undefined ? compileUnreadablePolicy() : compile(policy),
  }));
  return {
    layer,
    named: hasPrincipals(layer),
    policies: levelPolicies,
    indexes: indexesOf(layer, levelPolicies),
    unreadable: levelPolicies.flatMap(({ compiled }) => compiled.unreadable ?? []),
    grantsAll: layer === 'scp' && levelPolicies.some(({ compiled }) => compiled.statements.some(isFullAccess)),
    mayDeny: levelPolicies.some(
      ({ compiled }) => compiled.unreadable !== undefined || compiled.statements.some(({ effect }) => effect === 'Deny'),
    ),
  };
}

function isFullAccess({ effect, coversAll, conditions }: CompiledStatement): boolean {
  return effect === 'Allow' && coversAll && conditions.length === 0;
}

/**
 * A level of SCPs or RCPs serves all accounts below it, so it is worth an index of its own. The policies of a principal keep theirs,
 * which all who have the policy share.
 */
function indexesOf(layer: Layer, policies: readonly LevelPolicy[]): readonly ActionIndex[] {
  if ((layer !== 'scp' && layer !== 'rcp') || policies.length < 2) return policies.map(({ compiled }) => compiled.index);
  return [createIndex(policies.flatMap(({ compiled }) => compiled.statements))];
}

/** Makes a policy set ready. */
export function compilePolicySet(set: PolicySet, compile: (policy: Policy) => CompiledPolicy = compilePolicy): CompiledPolicySet {
  const optional = (layer: Layer, policies: readonly PolicyInput[] | undefined): CompiledLevel | undefined =>
    policies === undefined || policies.length === 0 ? undefined : compileLevel(layer, policies, compile);
  const levels = (layer: Layer, lists: readonly (readonly PolicyInput[])[] | undefined): readonly CompiledLevel[] | undefined =>
    lists?.map((policies) => compileLevel(layer, policies, compile));
  return {
    identity: compileLevel('identity', set.identityPolicies, compile),
    permissionsBoundary: optional('permissionsBoundary', single(set.permissionsBoundary)),
    session: optional('session', set.sessionPolicies),
    resource: optional('resource', single(set.resourcePolicy)),
    scp: levels('scp', set.serviceControlPolicies),
    rcp: levels('rcp', set.resourceControlPolicies),
    vpcEndpoint: optional('vpcEndpoint', set.vpcEndpointPolicies),
    managementAccount: set.managementAccount,
  };
}

function single(policy: PolicyInput | undefined): readonly PolicyInput[] | undefined {
  return policy === undefined ? undefined : [policy];
}
