import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { effectivePolicies } from '../../../server/src/core/organization/effectivePolicies';
import { importAwsFiles, importAwsOutputs } from '../../../server/src/core/organization/importAwsOutputs';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';

interface Line {
  readonly op: string;
  readonly in: object;
  readonly out: object;
}

const line = (op: string, input: object, out: object): Line => ({ op, in: input, out });
const allow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const deny = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}';
const scp = { Filter: 'SERVICE_CONTROL_POLICY' };
const fullAccess = { Id: 'p-FullAWSAccess', Name: 'FullAWSAccess', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: true };
const denyLeave = { Id: 'p-11111111', Name: 'Deny leave', Description: 'Nobody leaves', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: false };

/** What AWS says of a root, two OUs one in the other, and three accounts, in two pages where it likes to. */
const company: readonly Line[] = [
  line('describe-organization', {}, { Organization: { Id: 'o-a1b2c3d4e5', FeatureSet: 'ALL', MasterAccountId: '111111111111' } }),
  line('list-roots', {}, { Roots: [{ Id: 'r-ab12', Name: 'Root', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] }),
  line('list-organizational-units-for-parent', { ParentId: 'r-ab12' }, { OrganizationalUnits: [{ Id: 'ou-ab12-11111111', Name: 'Data' }] }),
  line(
    'list-organizational-units-for-parent',
    { ParentId: 'ou-ab12-11111111' },
    { OrganizationalUnits: [{ Id: 'ou-ab12-22222222', Name: 'Lakes/Ponds' }] },
  ),
  line(
    'list-accounts',
    {},
    { Accounts: [{ Id: '111111111111', Name: 'company', Email: 'a@b.c', State: 'ACTIVE', JoinedMethod: 'INVITED' }], NextToken: 'x' },
  ),
  line(
    'list-accounts',
    { NextToken: 'x' },
    {
      Accounts: [
        { Id: '222222222222', Name: 'pipeline', Status: 'ACTIVE' },
        { Id: '333333333333', Name: 'pond', Status: 'SUSPENDED' },
      ],
    },
  ),
  line('list-accounts-for-parent', { ParentId: 'r-ab12' }, { Accounts: [{ Id: '111111111111', Name: 'company' }] }),
  line('list-children', { ParentId: 'ou-ab12-11111111', ChildType: 'ACCOUNT' }, { Children: [{ Id: '222222222222', Type: 'ACCOUNT' }] }),
  line('list-parents', { ChildId: '333333333333' }, { Parents: [{ Id: 'ou-ab12-22222222', Type: 'ORGANIZATIONAL_UNIT' }] }),
  line('list-policies', scp, { Policies: [fullAccess, denyLeave] }),
  line('describe-policy', { PolicyId: 'p-11111111' }, { Policy: { PolicySummary: denyLeave, Content: deny } }),
  line('list-targets-for-policy', { PolicyId: 'p-11111111' }, { Targets: [{ TargetId: 'ou-ab12-11111111' }] }),
  line(
    'list-targets-for-policy',
    { PolicyId: 'p-FullAWSAccess' },
    {
      Targets: ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222', '111111111111', '222222222222', '333333333333'].map((TargetId) => ({
        TargetId,
      })),
    },
  ),
  line('list-tags-for-resource', { ResourceId: '222222222222' }, { Tags: [{ Key: 'team', Value: 'data' }] }),
  line('list-aws-service-access-for-organization', {}, { EnabledServicePrincipals: [{ ServicePrincipal: 'sso.amazonaws.com' }] }),
  line(
    'list-delegated-services-for-account',
    { AccountId: '222222222222' },
    { DelegatedServices: [{ ServicePrincipal: 'config.amazonaws.com' }] },
  ),
  line('describe-resource-policy', {}, { ResourcePolicy: { ResourcePolicySummary: { Id: 'rp-1' }, Content: allow } }),
  line(
    'get-account-authorization-details',
    { AccountId: '222222222222' },
    { UserDetailList: [{ UserName: 'bot', Arn: 'arn:aws:iam::222222222222:user/bot', Path: '/' }], IsTruncated: true },
  ),
  line(
    'GetAccountAuthorizationDetails',
    { AccountId: '222222222222', Marker: 'm' },
    { UserDetailList: [{ UserName: 'ann', Arn: 'arn:aws:iam::222222222222:user/ann', Path: '/' }] },
  ),
];

const text = (lines: readonly Line[]): string => lines.map((one) => JSON.stringify(one)).join('\n');
const without = (...operations: readonly string[]): readonly Line[] => company.filter(({ op }) => !operations.includes(op));

function read(lines: readonly Line[]) {
  const { files, problems } = importAwsOutputs(text(lines));
  const { organization, problems: inFiles } = readOrganization(files);
  assert.ok(organization !== undefined);
  return { organization, files, said: problems.map(({ message }) => english(message)), problems: inFiles.map(({ code }) => code) };
}

/** The SCPs of an account, level by level; `?` for one that nobody knows. */
function levels(lines: readonly Line[], account: string): readonly string[] {
  const { scpLevels } = effectivePolicies(read(lines).organization, account);
  return (scpLevels ?? []).map(({ name, policies }) => `${name}: ${policies.map(({ policy }) => policy?.name ?? '?').join(', ')}`);
}

describe('outputs of the AWS command line', () => {
  test('become the organization that they describe, without a problem', () => {
    const { organization, files, said, problems } = read(company);
    assert.deepEqual([said, problems], [[], []]);
    assert.deepEqual([organization.id, organization.managementAccount, organization.featureSet], ['o-a1b2c3d4e5', '111111111111', 'ALL']);
    assert.deepEqual(
      organization.accounts.map(({ name, ou, state, joined }) => [name, ou, state, joined]),
      [
        ['company', '/', 'ACTIVE', 'INVITED'],
        ['pipeline', '/Data', 'ACTIVE', undefined],
        ['pond', '/Data/Lakes~1Ponds', 'SUSPENDED', undefined],
      ],
    );
    assert.deepEqual(organization.accounts[1]?.tags, { team: 'data' });
    assert.deepEqual([...organization.delegatedAdministrators], [['config.amazonaws.com', ['222222222222']]]);
    assert.deepEqual(organization.trustedAccess, ['sso.amazonaws.com']);
    assert.equal(files.get('policies/scp/Deny-leave.json'), deny, 'byte for byte');
    assert.equal(files.get(organization.delegationPolicy ?? ''), allow);
    assert.deepEqual(
      organization.accounts[1]?.principals.users.map(({ name }) => name),
      ['bot', 'ann'],
    );
  });

  test('attach what AWS says is attached, level by level', () => {
    assert.deepEqual(levels(company, '333333333333'), [
      'Root: FullAWSAccess',
      'Data: Deny leave, FullAWSAccess',
      'Lakes/Ponds: FullAWSAccess',
      'pond: FullAWSAccess',
    ]);
  });

  test('say the same when asked per target', () => {
    const perTarget = ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222', '333333333333'].map((TargetId) =>
      line(
        'list-policies-for-target',
        { TargetId, ...scp },
        { Policies: TargetId === 'ou-ab12-11111111' ? [fullAccess, denyLeave] : [fullAccess] },
      ),
    );
    assert.deepEqual(levels([...without('list-targets-for-policy'), ...perTarget], '333333333333'), [
      'Root: FullAWSAccess',
      'Data: FullAWSAccess, Deny leave',
      'Lakes/Ponds: FullAWSAccess',
      'pond: FullAWSAccess',
    ]);
  });

  test('what was not exported is unknown, never absent', () => {
    assert.deepEqual(levels(without('list-targets-for-policy'), '222222222222'), ['Root: ?', 'Data: ?', 'pipeline: ?']);
    // One policy was not asked about: it may be anywhere.
    const half = company.filter(({ op, in: input }) => op !== 'list-targets-for-policy' || JSON.stringify(input).includes('Full'));
    assert.deepEqual(levels(half, '222222222222'), ['Root: ?', 'Data: ?', 'pipeline: ?']);
    assert.deepEqual(levels(without('list-children'), '222222222222'), [
      'Root: FullAWSAccess',
      '/(not exported): ?',
      'pipeline: FullAWSAccess',
    ]);
    const { said, problems } = read(without('describe-policy'));
    assert.deepEqual(said, ['there is no output of describe-policy for `Deny leave`, so what it says is unknown']);
    assert.deepEqual(problems, ['missing-file']);
  });

  test('lines that are none are named, and the rest is read', () => {
    const { files, problems } = importAwsOutputs(
      `${text(company.slice(0, 3))}\n{"op": "list-acc\n[1]\n\n{"op":"x","out":[]}\n${text(company.slice(3))}\r\n`,
    );
    assert.deepEqual(
      problems.map((problem) => problem.line),
      [4, 5, 7],
    );
    assert.equal(readOrganization(files).organization?.accounts.length, 3);
  });

  test('hostile outputs end, and mean nothing', () => {
    const circle = [
      line('list-roots', {}, { Roots: [{ Id: 'r-ab12', PolicyTypes: 7 }] }),
      line('list-organizational-units-for-parent', { ParentId: 'ou-1' }, { OrganizationalUnits: [{ Id: 'ou-2', Name: 'b' }, null, 5] }),
      line('list-organizational-units-for-parent', { ParentId: 'ou-2' }, { OrganizationalUnits: [{ Id: 'ou-1', Name: 'a' }] }),
      line('list-accounts-for-parent', { ParentId: 'ou-1' }, { Accounts: [{ Id: '222222222222', Name: '__proto__' }] }),
      line('list-policies', scp, {
        Policies: [
          { Id: 'p-1', Name: '../../etc/passwd', Type: 'SERVICE_CONTROL_POLICY' },
          { Id: 'p-2', Name: 'x', Type: 'NEW_POLICY' },
          { Id: 'p-3', Name: 'y', Type: '../..' },
        ],
      }),
      line('get-account-authorization-details', { AccountId: '../..' }, { UserDetailList: [] }),
    ];
    const { files, problems } = importAwsOutputs(text(circle));
    assert.ok(
      [...files.keys()].every((file) => !file.includes('..') || !file.includes('/../')),
      [...files.keys()].join(),
    );
    assert.match(files.get('organization.jsonc') ?? '', /"file": "policies\/scp\/[\w.-]+\.json"/);
    assert.equal(readOrganization(files).organization?.accounts[0]?.ou, '/(not exported)');
    assert.ok(problems.some(({ message }) => english(message).includes('../..')));
    assert.match(files.get('organization.jsonc') ?? '', /"new-policy\/x"/);
    assert.equal(importAwsOutputs('').files.size, 0);
    assert.equal(importAwsOutputs(text(without('list-roots'))).problems.length, 1);
  });

  test('two names that one file name would have get two', () => {
    const twin = { ...denyLeave, Id: 'p-22222222', Name: 'Deny/leave' };
    const lines = [
      ...company,
      line('list-policies', scp, { Policies: [twin] }),
      line('describe-policy', {}, { Policy: { PolicySummary: twin, Content: allow } }),
    ];
    const { files, organization } = read(lines);
    const fileOf = (reference: string): string => files.get(organization.policies.get(reference)?.file ?? '') ?? '';
    assert.deepEqual([fileOf('scp/Deny leave'), fileOf('scp/Deny/leave')], [deny, allow]);
  });
});

describe('a file for each call', () => {
  const outputOf = (operation: string, matching = ''): string =>
    JSON.stringify(company.find(({ op, in: input }) => op === operation && JSON.stringify(input).includes(matching))?.out);
  const files: readonly (readonly [string, string])[] = [
    ['org/organization.json', outputOf('describe-organization')],
    ['org/roots.json', outputOf('list-roots')],
    ['org/ous-r-ab12.json', outputOf('list-organizational-units-for-parent', 'r-ab12')],
    ['org/ous-ou-ab12-11111111.json', outputOf('list-organizational-units-for-parent', 'ou-ab12-11111111')],
    [
      'org/accounts.json',
      JSON.stringify({
        Accounts: [
          { Id: '111111111111', Name: 'company' },
          { Id: '222222222222', Name: 'pipeline' },
        ],
      }),
    ],
    ['org/accounts-r-ab12.json', outputOf('list-accounts-for-parent')],
    ['org/children-ou-ab12-11111111.json', outputOf('list-children')],
    ['org/scps.json', outputOf('list-policies')],
    ['org/policy.json', outputOf('describe-policy')],
    ['org/targets-p-11111111.json', outputOf('list-targets-for-policy', 'p-11111111')],
    ['org/targets-p-FullAWSAccess.json', outputOf('list-targets-for-policy', 'p-Full')],
    ['org/tags-222222222222.json', outputOf('list-tags-for-resource')],
    ['gaad/222222222222.json', outputOf('get-account-authorization-details')],
    ['notes.json', '{ "Policies": [{ "PolicyName": "of IAM" }], "x": 1 }'],
    ['broken.json', '{ "Roots": ['],
  ];

  test('is known by what it holds, and by the id in its name', () => {
    const imported = importAwsFiles(files);
    const { organization } = readOrganization(imported?.files ?? new Map<string, string>());
    assert.ok(organization !== undefined);
    const { scpLevels } = effectivePolicies(organization, '222222222222');
    assert.deepEqual(
      scpLevels?.map(({ name, policies }) => `${name}: ${policies.map(({ policy }) => policy?.name ?? '?').join(', ')}`),
      ['Root: FullAWSAccess', 'Data: Deny leave, FullAWSAccess', 'pipeline: FullAWSAccess'],
    );
    const pipeline = organization.accounts.find(({ name }) => name === 'pipeline');
    assert.deepEqual([pipeline?.tags, pipeline?.principals.users.length], [{ team: 'data' }, 1]);
  });

  test('a folder without a list of roots is no organization', () => {
    assert.equal(importAwsFiles(files.filter(([name]) => !name.includes('roots'))), undefined);
    assert.equal(importAwsFiles([]), undefined);
  });
});

describe('outputs that come line by line', () => {
  test('say what the whole text says', () => {
    const lines = company.map((one) => JSON.stringify(one));
    function* oneByOne(): Generator<string> {
      yield* lines;
    }
    const [whole, streamed] = [importAwsOutputs(lines.join('\n')), importAwsOutputs(oneByOne())];
    assert.deepEqual([...streamed.files], [...whole.files]);
    assert.deepEqual(streamed.problems, whole.problems);
  });

  test('are read up to a last line that is cut off, which is reported', () => {
    const lines = company.map((one) => JSON.stringify(one));
    const cut = [...lines.slice(0, -1), (lines.at(-1) ?? '').slice(0, 50)];
    const { files, problems } = importAwsOutputs(cut);
    assert.deepEqual(
      problems.map(({ line: number }) => number),
      [company.length],
    );
    assert.match(files.get('iam/222222222222/gaad.json') ?? '', /"bot"/);
    assert.doesNotMatch(files.get('iam/222222222222/gaad.json') ?? '', /"ann"/);
  });

  test('are let go when they say nothing, two hundred thousand of them', () => {
    function* many(): Generator<string> {
      for (const one of company) yield JSON.stringify(one);
      for (let index = 0; index < 100_000; index++) {
        yield `{"op":"list-create-account-status","in":{"n":${index}},"out":{"CreateAccountStatuses":[]}}`;
        yield `no call ${index}`;
      }
    }
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const { files, problems } = importAwsOutputs(many());
    globalThis.gc?.();
    const grown = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    assert.ok(files.has('organization.jsonc'));
    assert.deepEqual(english(problems.at(-1)?.message ?? { template: '', args: [] }), '99900 more lines cannot be read');
    assert.equal(problems.length, 101);
    assert.ok(grown < 40, `${grown.toFixed(0)} MB more than before`);
  });

  test('keep once what many accounts have alike, and give each its own text', () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'x'.repeat(100) }] };
    const details = (id: string): Line =>
      line(
        'get-account-authorization-details',
        { AccountId: id },
        {
          RoleDetailList: [
            { RoleName: 'r', Arn: `arn:aws:iam::${id}:role/r`, Path: '/', RolePolicyList: [{ PolicyName: 'p', PolicyDocument: document }] },
          ],
        },
      );
    const { files } = importAwsOutputs([...company, details('111111111111'), details('333333333333')].map((one) => JSON.stringify(one)));
    const roles = ['111111111111', '333333333333'].map((id): unknown => JSON.parse(files.get(`iam/${id}/gaad.json`) ?? ''));
    assert.deepEqual(
      roles,
      ['111111111111', '333333333333'].map((id) => ({ UserDetailList: [], GroupDetailList: [], Policies: [], ...details(id).out })),
    );
  });
});
