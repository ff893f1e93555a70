import type { Catalog } from '../catalog/catalog';
import type { Account, OrganizationPolicy, PolicyReference, ResourceWithPolicy, Role, User } from '../organization/organization';
import type { Policy, Statement } from '../policy/policy';
import type { PolicyType } from '../policy/policyType';

import { policyFileSources } from './policyFileSources';
import type { QuerySources } from './organizationFrame';

const origin = { file: 'policy.json', span: { start: 0, end: 0 } };
const everything: PolicyReference = { kind: 'file', file: 'everything.json', origin };
const itself: PolicyReference = { kind: 'file', file: 'policy.json', origin };
const owner = '111122223333';
const stranger = '444455556666';

/**
 * Two versions of a policy by itself, by its type, so that what they decide can be compared without an organization: around it stand
 * principals who may do everything else, those that the policy names and examples. Undefined for a type that decides nothing by itself, and
 * for one whose callers are none of IAM.
 */
export function policyTypeSources(
  before: Policy | undefined,
  after: Policy | undefined,
  type: PolicyType,
  catalog: Catalog,
): { readonly before: QuerySources; readonly after: QuerySources } | undefined {
  const statements = [...(before?.statements ?? []), ...(after?.statements ?? [])];
  const both = (build: (policy: Policy | undefined) => QuerySources) => ({ before: build(before), after: build(after) });
  switch (type) {
    case 'identity':
    case 'scp':
      return both((policy) => policyFileSources(policy, type, catalog));
    case 'permissionsBoundary':
    // Both only limit what the identity-based policies of the caller allow.
    case 'session':
      return both((policy) => limited(policyFileSources(policy, 'identity', catalog)));
    case 'rcp':
      return both((policy) => below(policyFileSources(policy, 'identity', catalog), statements));
    case 'trust':
    case 'resource':
    case 'resource:s3-bucket':
    case 'resource:kms-key':
      return both((policy) => owned(policyFileSources(policy, 'identity', catalog), statements, type));
    default:
      return undefined;
  }
}

/** A user who may do everything that the policy, as a boundary, lets through. */
function limited(sources: QuerySources): QuerySources {
  return withAccounts(sources, (account) => [
    { ...account, principals: { ...account.principals, users: [userOf(account.id, 'anyone', [everything], itself)] } },
  ]);
}

/** Callers of two accounts below the RCP, who may do everything. */
function below(sources: QuerySources, statements: readonly Statement[]): QuerySources {
  const { organization } = sources;
  const known = (name: string, file: string): readonly [string, OrganizationPolicy] => [
    `rcp/${name}`,
    { reference: `rcp/${name}`, type: 'rcp', name, id: name, idIsSynthetic: true, description: undefined, file, origin },
  ];
  const root = { ...organization.root, attach: ['rcp/policy'], policyTypes: new Map([['rcp', 'ENABLED']] as const) };
  const policies = new Map([...organization.policies, known('RCPFullAWSAccess', 'everything.json'), known('policy', 'policy.json')]);
  return withAccounts({ ...sources, organization: { ...organization, root, policies } }, (account) =>
    accountsOf(account, statements, owner),
  );
}

/** Callers of the owner's account and of another, and the resource or role that the policy is on. */
function owned(sources: QuerySources, statements: readonly Statement[], type: PolicyType): QuerySources {
  const resource = type === 'trust' ? undefined : resourceOf(statements, type);
  const id = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource ?? '')?.[1] ?? owner;
  return withAccounts(sources, (account) =>
    accountsOf(account, statements, id).map((one): Account => {
      if (one.id !== id) return one;
      if (resource !== undefined) {
        const listed: ResourceWithPolicy = { arn: resource, policy: itself, tags: {}, origin };
        return { ...one, resources: [listed] };
      }
      const role: Role = { ...roleOf(id, 'role/example', []), trust: itself };
      return { ...one, principals: { ...one.principals, roles: [...one.principals.roles, role] } };
    }),
  );
}

/** What the policy is on: what its statements name, an object's bucket for the object. */
function resourceOf(statements: readonly Statement[], type: PolicyType): string {
  const named = statements.flatMap(({ resource }) => resource?.values.map(({ text }) => text) ?? []);
  const arns = named.filter((text) => text.startsWith('arn:')).map((text) => text.replace(/^(arn:[^:]*:s3:::[^/]+)\/.*$/, '$1'));
  const [first] = arns.filter((text) => !/[*?$]/.test(text));
  if (first !== undefined) return first;
  return type === 'resource:s3-bucket' ? 'arn:aws:s3:::example' : `arn:aws:kms:us-east-1:${owner}:key/example`;
}

/** In every account that the statements name, the owner's and another: somebody without policies, somebody who may everything, and whom they name. */
function accountsOf(template: Account, statements: readonly Statement[], own: string): readonly Account[] {
  const named = statements.flatMap(({ principal }) => principal?.values.filter(({ type }) => type === 'AWS').map(({ text }) => text) ?? []);
  const ids = new Set([
    own,
    own === stranger ? owner : stranger,
    ...named.flatMap((text) => /(?:^|::)(\d{12})(?::|$)/.exec(text)?.[1] ?? []),
  ]);
  return [...ids].map((id) => {
    const names = [...new Set(named.flatMap((text) => new RegExp(`^arn:[^:]*:iam::${id}:((?:user|role)/[^*?]+)$`).exec(text)?.[1] ?? []))];
    return {
      ...template,
      id,
      name: id,
      principals: {
        groups: [],
        users: [
          userOf(id, 'administrator', [everything], undefined),
          userOf(id, 'anyone', [], undefined),
          ...names
            .filter((name) => name.startsWith('user/'))
            .map((name) => userOf(id, name.slice('user/'.length), [everything], undefined)),
        ],
        roles: names.filter((name) => name.startsWith('role/')).map((name) => roleOf(id, name, [everything])),
      },
    };
  });
}

function userOf(id: string, written: string, managed: readonly PolicyReference[], boundary: PolicyReference | undefined): User {
  return {
    kind: 'user',
    ...nameOf(written),
    arn: `arn:aws:iam::${id}:user/${written}`,
    managed,
    inline: [],
    origin,
    groups: [],
    boundary,
    tags: {},
    console: false,
    accessKeys: 0,
  };
}

function roleOf(id: string, written: string, managed: readonly PolicyReference[]): Role {
  return {
    kind: 'role',
    ...nameOf(written.slice('role/'.length)),
    arn: `arn:aws:iam::${id}:${written}`,
    managed,
    inline: [],
    origin,
    trust: undefined,
    boundary: undefined,
    tags: {},
    maxSession: undefined,
  };
}

function nameOf(written: string): { readonly name: string; readonly path: string } {
  const at = written.lastIndexOf('/');
  return { name: written.slice(at + 1), path: `/${written.slice(0, at + 1)}` };
}

function withAccounts(sources: QuerySources, accounts: (template: Account) => readonly Account[]): QuerySources {
  const { organization } = sources;
  return { ...sources, organization: { ...organization, accounts: organization.accounts.flatMap(accounts) } };
}
