import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { iamCollect, storeFolder } from '../../server/src/readers/iamCollect';
import { describePrincipals, levelsOf, named, overlay, readWith } from '../support/foreign';

const organizationFolder = 'aws/aws/organizations/o-a1b2c3d4e5';
const accountFolder = 'aws/aws/accounts/222222222222';
const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }] };
const full = ['p-FullAWSAccess'];

const organizationFiles: Readonly<Record<string, unknown>> = {
  'metadata.json': {
    id: 'o-a1b2c3d4e5',
    arn: 'arn:aws:organizations::111111111111:organization/o-a1b2c3d4e5',
    rootOu: 'r-ab12',
    rootAccountArn: 'arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/111111111111',
    rootAccountId: '111111111111',
    features: { SERVICE_CONTROL_POLICY: true, RESOURCE_CONTROL_POLICY: true, TAG_POLICY: false },
  },
  'structure.json': {
    'r-ab12': {
      accounts: ['arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/111111111111'],
      children: {
        'ou-ab12-11111111': {
          accounts: [],
          children: {
            'ou-ab12-22222222': { accounts: ['arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/222222222222'], children: {} },
          },
        },
      },
    },
  },
  'ous.json': {
    'r-ab12': { scps: full, rcps: ['p-RCPFullAWSAccess'], s3Policies: [] },
    'ou-ab12-11111111': { parent: 'r-ab12', scps: ['p-FullAWSAccess', 'p-11111111'], rcps: ['p-RCPFullAWSAccess', 'p-rrrrrrrr'] },
    'ou-ab12-22222222': { parent: 'ou-ab12-11111111', scps: full, rcps: [] },
  },
  'accounts.json': {
    '111111111111': { ou: 'r-ab12', scps: full, rcps: [] },
    '222222222222': {
      ou: 'ou-ab12-22222222',
      scps: ['arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/service_control_policy/p-11111111'],
      rcps: [],
      tags: { team: 'data' },
    },
  },
  'delegated-admins.json': { 'config.amazonaws.com': ['222222222222'] },
  'ous/ou-ab12-11111111/metadata.json': { id: 'ou-ab12-11111111', name: 'Data/Lakes' },
  'scps/p-11111111/metadata.json': { id: 'p-11111111', name: 'deny-leave', description: 'Nobody leaves' },
  'scps/p-11111111/policy.json': deny,
  'scps/p-fullawsaccess/metadata.json': { id: 'p-FullAWSAccess', name: 'FullAWSAccess' },
  'rcps/p-rrrrrrrr/metadata.json': { id: 'p-rrrrrrrr', name: 'perimeter' },
  'rcps/p-rrrrrrrr/policy.json': deny,
};

const accountFiles: Readonly<Record<string, unknown>> = {
  'iam/user/bot/metadata.json': {
    arn: 'arn:aws:iam::222222222222:user/team/Bot',
    path: '/team/',
    permissionBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  },
  'iam/user/bot/managed-policies.json': [
    'arn:aws:iam::222222222222:policy/Own',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'arn:aws:iam::222222222222:policy/Lost',
  ],
  'iam/user/bot/inline-policies.json': [{ PolicyName: 'extra', PolicyDocument: deny }],
  'iam/user/bot/groups.json': ['arn:aws:iam::222222222222:group/Bots'],
  'iam/user/bot/tags.json': { team: 'data' },
  'iam/group/bots/metadata.json': { arn: 'arn:aws:iam::222222222222:group/Bots' },
  'iam/group/bots/managed-policies.json': [],
  'iam/group/bots/inline-policies.json': [],
  'iam/role/etl/metadata.json': { arn: 'arn:aws:iam::222222222222:role/ETL', maxSessionDuration: 7200 },
  'iam/role/etl/managed-policies.json': [],
  'iam/role/etl/inline-policies.json': { all: deny, text: JSON.stringify(deny) },
  'iam/role/etl/trust-policy.json': deny,
  'iam/role/half/metadata.json': { arn: 'arn:aws:iam::222222222222:role/Half' },
  'iam/policy/own/metadata.json': { arn: 'arn:aws:iam::222222222222:policy/Own', name: 'Own' },
  'iam/policy/own/current-policy.json': deny,
  's3/eu-west-1/bucket/media.json/metadata.json': { arn: 'arn:aws:s3:::media.json' },
  's3/eu-west-1/bucket/media.json/policy.json': deny,
  's3/eu-west-1/bucket/media.json/tags.json': { class: 'public' },
  'sqs/eu-west-1/queue/arn%3aaws%3asqs/metadata.json': { arn: 'arn:aws:sqs:eu-west-1:222222222222:jobs' },
  'ram/arn%3aaws%3aram.json': { anything: true },
};

const source = new Map([
  ...Object.entries(organizationFiles).map(([path, value]): [string, string] => [`${organizationFolder}/${path}`, JSON.stringify(value)]),
  ...Object.entries(accountFiles).map(([path, value]): [string, string] => [`${accountFolder}/${path}`, JSON.stringify(value)]),
]);

const without = (...paths: readonly string[]): ReadonlyMap<string, string> =>
  new Map([...source].filter(([path]) => !paths.some((part) => path.endsWith(part))));

describe('a store of iam-collect', () => {
  test('is known by its paths', () => {
    assert.ok(iamCollect.isEntry(`store/${organizationFolder}/metadata.json`));
    assert.ok(!iamCollect.isEntry(`${accountFolder}/iam/user/bot/metadata.json`));
    assert.equal(storeFolder(`out/store/${organizationFolder}/structure.json`), 'out/store');
    assert.equal(storeFolder(`${organizationFolder}/metadata.json`), '');
    assert.equal(iamCollect.read(overlay(new Map())), undefined);
  });

  test('tells the structure', () => {
    const { organization, said, problems } = readWith(iamCollect, source);
    assert.deepEqual(said, []);
    assert.deepEqual(problems, ['unknown-policy: no file holds the policy `arn:aws:iam::222222222222:policy/Lost`']);
    assert.deepEqual([organization.id, organization.root.id, organization.managementAccount], ['o-a1b2c3d4e5', 'r-ab12', '111111111111']);
    assert.deepEqual(
      organization.accounts.map(({ id, ou, tags }) => [id, ou, tags]),
      [
        ['111111111111', '/', {}],
        ['222222222222', '/Data~1Lakes/ou-ab12-22222222', { team: 'data' }],
      ],
    );
    assert.deepEqual([...organization.root.policyTypes.keys()], ['scp', 'rcp']);
    assert.deepEqual([...organization.delegatedAdministrators], [['config.amazonaws.com', ['222222222222']]]);
    assert.equal(organization.policies.get('scp/deny-leave')?.file, `${organizationFolder}/scps/p-11111111/policy.json`);
  });

  test('attaches what was attached, level by level', () => {
    const { organization } = readWith(iamCollect, source);
    assert.deepEqual(levelsOf(organization, '222222222222'), [
      'Root: FullAWSAccess',
      'Data/Lakes: FullAWSAccess, deny-leave',
      'ou-ab12-22222222: FullAWSAccess',
      '222222222222: deny-leave',
    ]);
    assert.deepEqual(levelsOf(organization, '222222222222', 'rcp')?.slice(0, 2), [
      'Root: RCPFullAWSAccess',
      'Data/Lakes: RCPFullAWSAccess, perimeter',
    ]);
  });

  test('has the principals; what was not collected of one is unknown', () => {
    const { organization, load } = readWith(iamCollect, source);
    const account = named(organization, '222222222222');
    assert.deepEqual(describePrincipals(account), [
      'user/team/Bot: file current-policy, awsManaged ReadOnlyAccess, unresolved arn:aws:iam::222222222222:policy/Lost, embedded Bot/extra',
      'group/Bots: ',
      'role/ETL: embedded ETL/all, embedded ETL/text',
      'role/Half: awsManaged (not told)',
    ]);
    const [user] = account.principals.users;
    assert.deepEqual([user?.groups, user?.tags, user?.boundary?.kind], [['Bots'], { team: 'data' }, 'awsManaged']);
    const [etl, half] = account.principals.roles;
    assert.ok(etl?.trust?.kind === 'file' && etl.trust.file === `${accountFolder}/iam/role/etl/trust-policy.json`);
    assert.equal(etl.maxSession, 7200);
    assert.equal(
      etl.inline.every(({ reference }) => load(reference)?.policy?.statements.length === 1),
      true,
    );
    assert.ok(half?.trust !== undefined && load(half.trust)?.policy === undefined);
  });

  test('has the resources with their policies, which lie where they lie', () => {
    const { organization, load } = readWith(iamCollect, source);
    const resources = named(organization, '222222222222').resources;
    assert.deepEqual(
      resources.map(({ arn, tags }) => [arn, tags]),
      [
        ['arn:aws:s3:::media.json', { class: 'public' }],
        ['arn:aws:sqs:eu-west-1:222222222222:jobs', {}],
      ],
    );
    const [bucket, queue] = resources;
    assert.ok(bucket?.policy?.kind === 'file' && bucket.policy.file === `${accountFolder}/s3/eu-west-1/bucket/media.json/policy.json`);
    assert.ok(queue?.policy !== undefined && load(queue.policy)?.policy === undefined, 'a policy that is unknown');
  });

  test('what was not collected is unknown, never absent', () => {
    const levels = (...paths: readonly string[]) => levelsOf(readWith(iamCollect, without(...paths)).organization, '222222222222');
    assert.deepEqual(
      levels('/ous.json')?.map((level) => level.split(': ')[1]),
      ['?', '?', '?', 'deny-leave'],
    );
    assert.equal(levels('/accounts.json')?.at(-1), '222222222222: ?');
    assert.equal(levels('/structure.json')?.length, 4, 'ous.json tells the parents as well');
    assert.equal(levels('/structure.json', '/ous.json')?.[1], '/(not told): ?');
    assert.deepEqual(levels(`${organizationFolder}/metadata.json`)?.[1], 'Data/Lakes: FullAWSAccess, deny-leave');
    assert.equal(levels('p-11111111/metadata.json')?.[1], 'Data/Lakes: FullAWSAccess, p-11111111');
    assert.equal(levels('/accounts.json', '/structure.json')?.[1], '/(not told): ?');
    const off = new Map([...source, [`${organizationFolder}/metadata.json`, '{"features":{"SERVICE_CONTROL_POLICY":false}}']]);
    assert.equal(levelsOf(readWith(iamCollect, off).organization, '222222222222'), undefined, 'a type that is off');
  });

  test('what is cut off is unknown as well', () => {
    const cut = (path: string, marker: string) =>
      readWith(
        iamCollect,
        new Map([...source].map(([name, text]) => [name, name.endsWith(path) ? text.slice(0, text.indexOf(marker)) : text])),
      ).organization;
    assert.equal(levelsOf(cut('/ous.json', ',"p-11111111"'), '222222222222')?.[1], 'Data/Lakes: FullAWSAccess, ?');
    assert.match(
      describePrincipals(named(cut('bot/managed-policies.json', ',"arn:aws:iam::222222222222:policy/Lost'), '222222222222'))[0] ?? '',
      /\(not told\)/,
    );
    const [user] = named(cut('bot/metadata.json', ',"permissionBoundary"'), '222222222222').principals.users;
    assert.ok(user?.boundary?.kind === 'awsManaged' && user.boundary.arn === '(not told)');
  });

  test('another organization of the store is named', () => {
    const files = new Map([...source, ['aws/aws/organizations/o-zzzzzzzzzz/metadata.json', '{}']]);
    assert.deepEqual(readWith(iamCollect, files).said, [
      'aws/aws/organizations/o-zzzzzzzzzz/metadata.json: another-organization: the store holds another organization, which is not read',
    ]);
  });

  test('broken, twisted and hostile files end, and never throw', () => {
    for (const [path, text] of source) {
      for (let length = 0; length < text.length; length += 97) {
        const foreign = iamCollect.read(overlay(new Map([...source, [path, text.slice(0, length)]])));
        assert.ok(foreign?.files.has('organization.jsonc') === true);
      }
    }
    const circle = { 'ou-ab12-11111111': { parent: 'ou-ab12-22222222' }, 'ou-ab12-22222222': { parent: 'ou-ab12-11111111' } };
    const files = new Map([...without('/structure.json'), [`${organizationFolder}/ous.json`, JSON.stringify(circle)]]);
    const { organization, said } = readWith(iamCollect, files);
    assert.equal(levelsOf(organization, '222222222222')?.[1], '/(not told): ?');
    assert.ok(said.every((line) => line.includes('organizational-unit-cycle')) && said.length === 2);
    for (const value of ['7', '[]', 'null', '{"r-ab12":7}', '{"r-ab12":{"accounts":{},"children":[1]}}', '']) {
      for (const path of source.keys()) assert.ok(iamCollect.read(overlay(new Map([...source, [path, value]]))) !== undefined);
    }
  });
});
