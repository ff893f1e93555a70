import type { Account, Organization, OrganizationPolicy, PolicyReference } from '../organization/organization';
import { lowerPolicy } from '../policy/lowerPolicy';
import type { Policy } from '../policy/policy';
import { nodeFromValue } from '../syntax/nodeFromValue';
import type { Catalog } from '../catalog/catalog';

import type { QuerySources } from './organizationFrame';

const origin = { file: 'policy.json', span: { start: 0, end: 0 } };
const account = '111122223333';
const everything = lowerPolicy(nodeFromValue({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }));

/**
 * A policy by itself: attached to a user who has nothing else; an SCP, above a user who may do everything else. So what two versions of a
 * policy allow can be compared without an organization.
 */
export function policyFileSources(policy: Policy | undefined, as: 'identity' | 'scp', catalog: Catalog): QuerySources {
  const own: PolicyReference = { kind: 'file', file: as === 'identity' ? 'policy.json' : 'everything.json', origin };
  const known = (name: string, file: string): readonly [string, OrganizationPolicy] => [
    `scp/${name}`,
    { reference: `scp/${name}`, type: 'scp', name, id: name, idIsSynthetic: true, description: undefined, file, origin },
  ];
  const member: Account = {
    kind: 'account',
    id: account,
    idIsSynthetic: true,
    name: 'account',
    attach: as === 'scp' ? ['scp/FullAWSAccess', 'scp/policy'] : [],
    origin,
    extent: origin.span,
    email: undefined,
    ou: '/',
    state: 'ACTIVE',
    joined: undefined,
    tags: {},
    principals: {
      users: [
        {
          kind: 'user',
          name: 'anyone',
          path: '/',
          arn: `arn:aws:iam::${account}:user/anyone`,
          managed: [own],
          inline: [],
          origin,
          groups: [],
          boundary: undefined,
          tags: {},
          console: false,
          accessKeys: 0,
        },
      ],
      groups: [],
      roles: [],
    },
    customerPolicies: [],
    resources: [],
    resourcesAreBroken: false,
  };
  const organization: Organization = {
    id: 'o-example000',
    idIsSynthetic: true,
    name: 'example',
    featureSet: 'ALL',
    managementAccount: undefined,
    root: {
      kind: 'root',
      id: 'r-exam',
      idIsSynthetic: true,
      name: 'Root',
      attach: [],
      origin,
      policyTypes: new Map([['scp', as === 'scp' ? 'ENABLED' : 'DISABLED']]),
      organizationalUnits: [],
    },
    accounts: [member],
    policies: new Map([known('FullAWSAccess', 'everything.json'), known('policy', 'policy.json')]),
    manifestIsBroken: false,
    trustedAccess: [],
    delegatedAdministrators: new Map(),
    delegationPolicy: undefined,
    handshakes: [],
    permissionSets: [],
    origin,
  };
  return {
    organization,
    catalog,
    load: (reference) => {
      if (reference.kind !== 'file') return undefined;
      return { policy: reference.file === 'everything.json' ? everything : policy };
    },
  };
}
