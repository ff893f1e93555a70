import fc from 'fast-check';

import type {
  PolicyReference,
  Account,
  Organization,
  OrganizationPolicy,
  Role,
  User,
} from '../../../server/src/core/organization/organization';
import type { LoadPolicy } from '../../../server/src/core/organization/policyLoader';
import { lowerPolicy } from '../../../server/src/core/policy/lowerPolicy';
import type { Policy } from '../../../server/src/core/policy/policy';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import type { QueryRequest } from '../../../server/src/core/queries/organizationFrame';

/** An organization made of values: policies by number, so that a test can change one. */
export interface OrganizationModel {
  /** Documents; undefined: cannot be read. */
  readonly policies: readonly (object | undefined)[];
  readonly scps: readonly object[];
  readonly rcps: readonly object[];
  readonly rootScps: readonly number[];
  readonly rootRcps: readonly number[];
  readonly units: readonly { readonly scps: readonly number[]; readonly rcps: readonly number[] }[];
  readonly accounts: readonly {
    readonly unit: number;
    readonly scps: readonly number[];
    readonly bucketPolicy: number | undefined;
    readonly broken: boolean;
    readonly users: readonly ModelPrincipal[];
    readonly roles: readonly ModelPrincipal[];
  }[];
}

export interface ModelPrincipal {
  readonly policies: readonly number[];
  readonly boundary: number | undefined;
  readonly team: string | undefined;
}

const span = { start: 0, end: 0 };
const origin = { file: 'organization.jsonc', span };

/** The organization of a model, and what loads its policies. */
export function buildOrganization(model: OrganizationModel): { readonly organization: Organization; readonly load: LoadPolicy } {
  const documents = new Map<string, Policy | undefined>();
  const add = (file: string, value: object | undefined): void => {
    documents.set(file, value === undefined ? undefined : lowerPolicy(nodeFromValue(value)));
  };
  model.policies.forEach((value, index) => add(`p${index}`, value));
  model.scps.forEach((value, index) => add(`scp${index}`, value));
  model.rcps.forEach((value, index) => add(`rcp${index}`, value));
  add('full', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
  const file = (name: string): PolicyReference => ({ kind: 'file', file: name, origin });
  const catalogue = new Map<string, OrganizationPolicy>();
  const known = (type: 'scp' | 'rcp', name: string, at: string): void => {
    catalogue.set(`${type}/${name}`, {
      reference: `${type}/${name}`,
      type,
      name,
      id: `p-${name}`,
      idIsSynthetic: false,
      description: undefined,
      file: at,
      origin,
    });
  };
  known('scp', 'FullAWSAccess', 'full');
  known('rcp', 'RCPFullAWSAccess', 'full');
  model.scps.forEach((_, index) => known('scp', String(index), `scp${index}`));
  model.rcps.forEach((_, index) => known('rcp', String(index), `rcp${index}`));
  const attach = (scps: readonly number[], rcps: readonly number[]): readonly string[] => [
    'scp/FullAWSAccess',
    ...scps.map((index) => `scp/${index}`),
    ...rcps.map((index) => `rcp/${index}`),
  ];
  const accounts = model.accounts.map((account, number): Account => {
    const id = String(100000000000 + number);
    const base = (kind: 'user' | 'role', { policies }: ModelPrincipal, index: number) => ({
      name: `${kind}${index}`,
      path: '/',
      arn: `arn:aws:iam::${id}:${kind}/${kind}${index}`,
      managed: policies.map((policy) => file(`p${policy}`)),
      inline: [],
      origin,
    });
    const tags = ({ team }: ModelPrincipal): Readonly<Record<string, string>> => (team === undefined ? {} : { team });
    const boundary = (principal: ModelPrincipal) => (principal.boundary === undefined ? undefined : file(`p${principal.boundary}`));
    return {
      kind: 'account',
      id,
      idIsSynthetic: false,
      name: `account${number}`,
      attach: attach(account.scps, []),
      origin,
      extent: span,
      email: undefined,
      ou: `/U${account.unit}`,
      state: 'ACTIVE',
      joined: undefined,
      tags: {},
      principals: {
        users: account.users.map((user, index): User => ({
          ...base('user', user, index),
          kind: 'user',
          groups: [],
          boundary: boundary(user),
          tags: tags(user),
          console: false,
          accessKeys: 0,
        })),
        groups: [],
        roles: account.roles.map((role, index): Role => ({
          ...base('role', role, index),
          kind: 'role',
          trust: undefined,
          boundary: boundary(role),
          tags: tags(role),
          maxSession: undefined,
        })),
      },
      customerPolicies: [],
      resources:
        account.bucketPolicy === undefined
          ? []
          : [{ arn: `arn:aws:s3:::bucket${number}`, policy: file(`p${account.bucketPolicy}`), tags: {}, origin }],
      resourcesAreBroken: account.broken,
    };
  });
  const organization: Organization = {
    id: 'o-a1b2c3d4e5',
    idIsSynthetic: false,
    name: 'Random',
    featureSet: 'ALL',
    managementAccount: accounts[0]?.id,
    root: {
      kind: 'root',
      id: 'r-ab12',
      idIsSynthetic: false,
      name: 'Root',
      attach: attach(model.rootScps, model.rootRcps),
      origin,
      policyTypes: new Map([
        ['scp', 'ENABLED'],
        ['rcp', 'ENABLED'],
      ]),
      organizationalUnits: model.units.map((unit, index) => ({
        kind: 'organizationalUnit' as const,
        id: `ou-ab12-${index}`,
        idIsSynthetic: false,
        name: `U${index}`,
        path: `/U${index}`,
        attach: attach(unit.scps, unit.rcps),
        origin,
        organizationalUnits: [],
      })),
    },
    accounts,
    policies: catalogue,
    manifestIsBroken: false,
    trustedAccess: [],
    delegatedAdministrators: new Map(),
    delegationPolicy: undefined,
    handshakes: [],
    permissionSets: [],
    origin,
  };
  const load: LoadPolicy = (reference) =>
    reference.kind === 'file' && documents.has(reference.file) ? { policy: documents.get(reference.file), uri: reference.file } : undefined;
  return { organization, load };
}

const actions = fc.constantFrom(
  's3:GetObject',
  's3:*',
  '*',
  'ec2:StartInstances',
  'ec2:Describe*',
  'iam:ListUsers',
  'iam:*',
  'kms:Decrypt',
  'sts:AssumeRole',
);
const resources = fc.constantFrom(
  '*',
  'arn:aws:s3:::bucket1/*',
  'arn:aws:s3:::bucket2/*',
  'arn:aws:s3:::${aws:username}/*',
  'arn:aws:s3:::bucket1/${aws:PrincipalTag/team}/*',
  'arn:aws:iam::100000000001:*',
  'arn:aws:ec2:*:*:instance/*',
);
const condition = fc.constantFrom(
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
  { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/role0' } },
  { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
  { StringNotEqualsIfExists: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringLike: { 'aws:username': 'user1' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-1/*' } },
  { Null: { 'aws:PrincipalTag/team': 'true' } },
);
const principal = fc.constantFrom(
  '*',
  { AWS: '100000000001' },
  { AWS: 'arn:aws:iam::100000000001:role/role0' },
  { AWS: ['arn:aws:iam::100000000002:user/user0', '100000000000'] },
);

function statements(allows: readonly ('Allow' | 'Deny')[], withPrincipal: boolean) {
  return fc
    .record({
      Effect: fc.constantFrom(...allows),
      Action: fc.array(actions, { minLength: 1, maxLength: 2 }),
      negated: fc.nat(9),
      Resource: resources,
      condition,
      principal,
    })
    .map(({ negated, condition: Condition, principal: Principal, Action, ...rest }) => ({
      ...rest,
      ...(negated === 0 ? { NotAction: Action } : { Action }),
      ...(withPrincipal ? { Principal } : {}),
      ...(Condition === undefined ? {} : { Condition }),
    }));
}

function policies(allows: readonly ('Allow' | 'Deny')[], withPrincipal: boolean) {
  return fc
    .array(statements(allows, withPrincipal), { minLength: 1, maxLength: 3 })
    .map((Statement): object => ({ Version: '2012-10-17', Statement }));
}

const own = policies(['Allow', 'Allow', 'Deny'], true);
const numbers = (count: number, maxLength: number) => fc.array(fc.nat(count - 1), { maxLength });
const member = fc.record({
  policies: numbers(6, 3),
  boundary: fc.option(fc.nat(5), { nil: undefined, freq: 4 }),
  team: fc.constantFrom(undefined, 'red', 'blue'),
});
const unitArbitrary = fc.record({ scps: numbers(3, 2), rcps: numbers(2, 1) });

/** Small organizations with everything in them that a fast sweep could get wrong. */
export const organizations: fc.Arbitrary<OrganizationModel> = fc.record({
  policies: fc.tuple(own, own, own, own, own, fc.option(own, { nil: undefined, freq: 2 })),
  scps: fc.array(policies(['Deny', 'Deny', 'Allow'], false), { minLength: 3, maxLength: 3 }),
  rcps: fc.array(policies(['Deny'], true), { minLength: 2, maxLength: 2 }),
  rootScps: numbers(3, 1),
  rootRcps: numbers(2, 1),
  units: fc.tuple(unitArbitrary, unitArbitrary),
  accounts: fc.array(
    fc.record({
      unit: fc.nat(2),
      scps: numbers(3, 1),
      bucketPolicy: fc.option(fc.nat(5), { nil: undefined }),
      broken: fc.nat(9).map((n) => n === 0),
      users: fc.array(member, { maxLength: 4 }),
      roles: fc.array(member, { maxLength: 3 }),
    }),
    { minLength: 2, maxLength: 4 },
  ),
});

/** Requests of every sort: resource of the caller's, of a named account, listed with a policy, none. */
export const requests: fc.Arbitrary<readonly QueryRequest[]> = fc.array(
  fc
    .record({
      asked: fc.constantFrom<readonly [string, string]>(
        ['s3:GetObject', 'arn:aws:s3:::bucket1/red/a'],
        ['s3:GetObject', 'arn:aws:s3:::elsewhere/a'],
        ['s3:GetObject', 'arn:aws:s3:::user1/a'],
        ['s3:ListAllMyBuckets', '*'],
        ['iam:ListUsers', '*'],
        ['iam:GetUser', 'arn:aws:iam::100000000001:user/x'],
        ['ec2:StartInstances', 'arn:aws:ec2:eu-west-1:100000000002:instance/i-1'],
        ['ec2:DescribeInstances', '*'],
        ['kms:Decrypt', 'arn:aws:kms:eu-west-1:100000000001:key/k'],
        ['sts:GetCallerIdentity', '*'],
        ['sts:AssumeRole', 'arn:aws:iam::100000000001:role/role0'],
        ['s3:GetObject', 'arn:aws:s3:::bucket9/a'],
        // Calls that may be about one's own account, or the organization's own.
        ['sts:AssumeRoot', 'arn:aws:iam::100000000001:root'],
        ['organizations:DescribeHandshake', 'arn:aws:organizations::100000000000:handshake/o-exampleorgid/invite/h-1'],
      ),
      region: fc.constantFrom(undefined, 'eu-west-1', 'us-east-1'),
      contextIsComplete: fc.boolean(),
    })
    .map(({ asked: [action, resource], region, contextIsComplete }) => ({
      action,
      resource,
      context: region === undefined ? {} : { 'aws:RequestedRegion': region },
      contextIsComplete,
    })),
  { minLength: 1, maxLength: 6 },
);
