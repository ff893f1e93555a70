import { compilePolicy } from '../evaluation/compile';
import type { CompiledPolicy } from '../evaluation/compile';
import type { Layer } from '../evaluation/decision';
import { compileLevel } from '../evaluation/policySet';
import type { CompiledLevel, CompiledPolicySet } from '../evaluation/policySet';
import type { PolicyInput, PolicySet } from '../evaluation/request';
import type { Policy } from '../policy/policy';
import { oncePer } from '../text/oncePer';

/** Policies made ready once for all the requests that they bear on: a level of SCPs serves every account below it. */
export interface CompiledPolicies {
  set(policies: PolicySet): CompiledPolicySet;
  /** The same for policies that are asked about once: their levels are kept, the set is not. */
  passing(policies: PolicySet): CompiledPolicySet;
  /** A list that stands for all that hold the same policies: what is made of it is made once. */
  shared(policies: readonly PolicyInput[]): readonly PolicyInput[];
}

/** Beyond this many levels all are forgotten: what is asked next is made again. */
const mostLevels = 8192;

/** Keep one as long as requests are asked again; a policy that nobody holds any more is dropped with it. */
export function createCompiledPolicies(): CompiledPolicies {
  const compile: (policy: Policy) => CompiledPolicy = oncePer(compilePolicy);
  const numbers = new WeakMap<object, number>();
  let count = 0;
  const numberOf = (policy: Policy | undefined): string => {
    if (policy === undefined) return '?';
    const known = numbers.get(policy) ?? count++;
    numbers.set(policy, known);
    return String(known);
  };
  let byContent = new Map<string, CompiledLevel>();
  let byList = new WeakMap<object, CompiledLevel>();

  let lists = new Map<string, readonly PolicyInput[]>();
  const keyOf = (list: readonly PolicyInput[]): string =>
    list.map(({ policy, name, uri }) => `${numberOf(policy)} ${name ?? ''} ${uri ?? ''}`).join('\n');

  /** The same list again costs nothing; another list of the same policies costs a key. */
  const level = (layer: Layer, list: readonly PolicyInput[]): CompiledLevel => {
    const found = byList.get(list);
    if (found?.layer === layer) return found;
    const key = `${layer}\n${keyOf(list)}`;
    const known = byContent.get(key) ?? compileLevel(layer, list, compile);
    if (byContent.size >= mostLevels) {
      byContent = new Map();
      byList = new WeakMap();
    }
    byContent.set(key, known);
    byList.set(list, known);
    return known;
  };
  const single = oncePer((input: PolicyInput): readonly PolicyInput[] => [input]);
  const one = (layer: Layer, input: PolicyInput | undefined) => (input === undefined ? undefined : level(layer, single(input)));
  const some = (layer: Layer, list: readonly PolicyInput[] | undefined) =>
    list === undefined || list.length === 0 ? undefined : level(layer, list);

  const passing = (policies: PolicySet): CompiledPolicySet => ({
    identity: level('identity', policies.identityPolicies),
    permissionsBoundary: one('permissionsBoundary', policies.permissionsBoundary),
    session: some('session', policies.sessionPolicies),
    resource: one('resource', policies.resourcePolicy),
    scp: policies.serviceControlPolicies?.map((list) => level('scp', list)),
    rcp: policies.resourceControlPolicies?.map((list) => level('rcp', list)),
    vpcEndpoint: some('vpcEndpoint', policies.vpcEndpointPolicies),
    managementAccount: policies.managementAccount,
  });

  return {
    shared(list) {
      const key = keyOf(list);
      const known = lists.get(key) ?? list;
      if (lists.size >= mostLevels) lists = new Map();
      lists.set(key, known);
      return known;
    },
    set: oncePer(passing),
    passing,
  };
}
