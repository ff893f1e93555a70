import type { PolicyInput, PolicySet } from '../../core/evaluation/request';
import { accountOf } from '../../core/organization/effectivePolicies';
import type { Organization } from '../../core/organization/organization';

import type { Entry } from './standingEntries';

/** What a case has to do with, for filters: the caller's account, and the types of the policies that bear on it. */
export function tagsOf({ asked }: Entry, organization: Organization | undefined): readonly string[] {
  if (!('standing' in asked)) return [];
  const { principal } = asked.standing.prepared.request;
  const id = typeof principal === 'string' ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(principal)?.[1] : undefined;
  const name = id === undefined || organization === undefined ? undefined : accountOf(organization, id)?.name;
  return [...(id === undefined ? [] : [`account:${name ?? id}`]), ...typesOf(asked.standing.policies).map((type) => `type:${type}`)];
}

function typesOf(set: PolicySet): readonly string[] {
  const limits = (levels: readonly (readonly PolicyInput[])[] | undefined): boolean =>
    levels?.flat().some(({ name }) => name !== 'FullAWSAccess' && name !== 'RCPFullAWSAccess') ?? false;
  const types = [
    [set.identityPolicies.length > 0, 'identity'],
    [limits(set.serviceControlPolicies), 'scp'],
    [limits(set.resourceControlPolicies), 'rcp'],
    [set.resourcePolicy !== undefined, 'resource'],
    [set.permissionsBoundary !== undefined, 'permissionsBoundary'],
    [(set.sessionPolicies?.length ?? 0) > 0, 'session'],
    [(set.vpcEndpointPolicies?.length ?? 0) > 0, 'vpcEndpoint'],
  ] as const;
  return types.flatMap(([bears, type]) => (bears ? [type] : []));
}
