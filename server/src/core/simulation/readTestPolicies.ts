import type { PolicyInput, PolicySet } from '../evaluation/request';
import { readScenario } from '../evaluation/scenario';
import type { LoadedPolicy } from '../organization/policyLoader';
import { nodeFromValue } from '../syntax/nodeFromValue';
import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import type { Message } from '../text/message';

/** Gets the policy that a test file names: by a path relative to it, or the ARN of one that AWS manages. */
export type LoadTestPolicy = (written: string) => LoadedPolicy | undefined;

/** The policies of a test file that has no organization: the keys of a scenario, with paths where a scenario has documents. */
export function readTestPolicies(
  node: JsonNode | undefined,
  load: LoadTestPolicy,
): { readonly policies: PolicySet; readonly problems: readonly Message[] } {
  const members = node?.kind === 'object' ? node.members : [];
  const reading = readScenario(withRequest(members), (written) => load(written)?.policy);
  const policies = reading.scenario?.policies ?? { identityPolicies: [] };
  return { policies: named(policies, load), problems: reading.problems };
}

/** A scenario around the policies; its request is never asked. */
function withRequest(members: readonly MemberNode[]): ObjectNode {
  const frame = nodeFromValue({ name: 'test', request: { principal: 'anonymous', action: 's3:GetObject', resource: '*' } });
  return { kind: 'object', start: 0, end: 0, members: [...(frame.kind === 'object' ? frame.members : []), ...members] };
}

/** Policies by path are called and placed as their files are. */
function named(set: PolicySet, load: LoadTestPolicy): PolicySet {
  const name = (input: PolicyInput): PolicyInput => {
    const loaded = input.name === undefined ? undefined : load(input.name);
    return loaded === undefined
      ? input
      : { name: loaded.name ?? input.name, policy: input.policy, ...(loaded.uri === undefined ? {} : { uri: loaded.uri }) };
  };
  const list = (inputs: readonly PolicyInput[] | undefined) => inputs?.map(name);
  const levels = (given: readonly (readonly PolicyInput[])[] | undefined) => given?.map((level) => level.map(name));
  return {
    ...set,
    identityPolicies: set.identityPolicies.map(name),
    permissionsBoundary: set.permissionsBoundary === undefined ? undefined : name(set.permissionsBoundary),
    sessionPolicies: list(set.sessionPolicies),
    resourcePolicy: set.resourcePolicy === undefined ? undefined : name(set.resourcePolicy),
    serviceControlPolicies: levels(set.serviceControlPolicies),
    resourceControlPolicies: levels(set.resourceControlPolicies),
    vpcEndpointPolicies: list(set.vpcEndpointPolicies),
  };
}
