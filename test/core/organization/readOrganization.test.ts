import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Organization, OrganizationProblem } from '../../../server/src/core/organization/organization';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';

import { companyFiles } from './fixture';

const managedNames = ['ReadOnlyAccess', 'PowerUserAccess', 'AmazonEC2FullAccess'];
const catalog = {
  date: '2026-09-26',
  quota: () => undefined,
  managedPolicy: (arnOrName: string) => {
    const name = managedNames.find((candidate) => candidate === arnOrName || `arn:aws:iam::aws:policy/${candidate}` === arnOrName);
    return name === undefined ? undefined : { name, arn: `arn:aws:iam::aws:policy/${name}`, defaultVersion: 'v1', updated: '2026-01-01' };
  },
  managedPolicies: () =>
    managedNames.map((name) => ({ name, arn: `arn:aws:iam::aws:policy/${name}`, defaultVersion: 'v1', updated: '2026-01-01' })),
};

function read(changes: Readonly<Record<string, string | undefined>> = {}) {
  const files = companyFiles(changes);
  const { organization, problems, policyFiles } = readOrganization(files, { catalog });
  return { organization, problems, policyFiles, files };
}

function existing(organization: Organization | undefined): Organization {
  assert.ok(organization);
  return organization;
}

const lines = (problems: readonly OrganizationProblem[]) =>
  problems.map(({ file, code, message }) => `${file} ${code}: ${english(message)}`);

describe('an organization without trouble', () => {
  const { organization, problems, policyFiles } = read();
  const company = existing(organization);

  test('has no problems', () => assert.deepEqual(lines(problems), []));

  test('has its ids, its management account and its OUs by path', () => {
    assert.equal(company.id, 'o-a1b2c3d4e5');
    assert.equal(company.name, 'Company');
    assert.equal(company.managementAccount, '111111111111');
    assert.deepEqual(
      company.root.organizationalUnits.map(({ path, id, idIsSynthetic }) => [path, id, idIsSynthetic]),
      [
        ['/Engineer', 'ou-ab12-11111111', false],
        ['/Data', 'ou-ab12-22222222', false],
      ],
    );
    assert.deepEqual(company.delegatedAdministrators.get('securityhub.amazonaws.com'), ['222222222222']);
  });

  test('gives ids of the right form, and the same each time, to what has none', () => {
    const ponds = company.root.organizationalUnits[1]?.organizationalUnits[0];
    assert.equal(ponds?.path, '/Data/Lakes~1Ponds');
    assert.match(ponds.id, /^ou-ab12-[a-z0-9]{8}$/);
    assert.equal(ponds.idIsSynthetic, true);
    const pond = company.accounts.find(({ name }) => name === 'pond');
    assert.match(pond?.id ?? '', /^0000\d{8}$/);
    assert.equal(existing(read().organization).accounts.find(({ name }) => name === 'pond')?.id, pond?.id);
  });

  test('knows policies of the manifest, of the folder and of AWS', () => {
    assert.deepEqual([...company.policies.keys()].sort(), ['rcp/RCPFullAWSAccess', 'scp/FullAWSAccess', 'scp/data-only', 'scp/deny-leave']);
    assert.equal(company.policies.get('scp/deny-leave')?.id, 'p-1a2b3c4d');
    assert.equal(company.policies.get('scp/data-only')?.file, 'policies/scp/data-only.json');
  });

  test('has the principals of an account with their policies resolved', () => {
    const pipeline = company.accounts.find(({ name }) => name === 'pipeline');
    const [bot, ann] = pipeline?.principals.users ?? [];
    assert.equal(ann?.arn, 'arn:aws:iam::444444444444:user/people/ann');
    assert.deepEqual(
      bot?.managed.map((reference) => ({ ...reference, origin: undefined })),
      [
        { kind: 'file', file: 'iam/pipeline/policies/bot.json', origin: undefined },
        { kind: 'awsManaged', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', origin: undefined },
      ],
    );
    const shared = pipeline?.principals.groups[0]?.managed[0];
    assert.equal(shared?.kind === 'file' && shared.file, 'iam/pipeline/policies/shared.json');
  });

  test('says which file holds which type of policy', () => {
    const types = Object.fromEntries(policyFiles.map(({ file, type }) => [file, type]));
    assert.deepEqual(types, {
      'policies/scp/deny-leave.json': 'scp',
      'policies/scp/data-only.json': 'scp',
      'iam/pipeline/policies/bot.json': 'identity',
      'iam/pipeline/policies/shared.json': 'identity',
      'iam/pipeline/trust/etl.json': 'trust',
      'resources/pipeline/media.bucket.json': 'resource:s3-bucket',
    });
  });
});

const troubles: readonly {
  name: string;
  changes: Record<string, string | undefined>;
  file: string;
  code: string;
  says: RegExp;
  at?: string;
}[] = [
  {
    name: 'an unknown OU of an account, with the nearest one',
    changes: {
      'accounts.jsonc':
        '[{ "name": "company", "id": "111111111111" }, { "name": "service-1", "ou": "/Enginer" }, { "name": "pipeline", "ou": "/Data" }]',
    },
    file: 'accounts.jsonc',
    code: 'unknown-organizational-unit',
    says: /no organizational unit `\/Enginer`; did you mean `\/Engineer`\?/,
    at: '"/Enginer"',
  },
  {
    name: 'a dashed account id, as the console shows it',
    changes: { 'accounts.jsonc': '[{ "name": "company", "id": "1111-1111-1111" }, { "name": "service-1" }, { "name": "pipeline" }]' },
    file: 'accounts.jsonc',
    code: 'invalid-id',
    says: /`111111111111`/,
    at: '"1111-1111-1111"',
  },
  {
    name: 'two accounts with one id',
    changes: {
      'accounts.jsonc':
        '[{ "name": "company", "id": "111111111111" }, { "name": "service-1", "id": "111111111111" }, { "name": "pipeline" }]',
    },
    file: 'accounts.jsonc',
    code: 'duplicate-account',
    says: /two accounts have the id/,
  },
  {
    name: 'a name that two accounts have, where it is used',
    changes: {
      'accounts.jsonc':
        '[{ "name": "company", "id": "111111111111" }, { "name": "service-1" }, { "name": "pipeline", "id": "444444444444" }, { "name": "pipeline", "id": "555555555555" }]',
    },
    file: 'iam/pipeline/policies/bot.json',
    code: 'ambiguous-account',
    says: /444444444444, 555555555555/,
  },
  {
    name: 'a misspelt attachment, with the nearest one',
    changes: { 'organization.jsonc': '{ "organization": { "managementAccount": "company" }, "root": { "attach": ["scp/deny-leav"] } }' },
    file: 'organization.jsonc',
    code: 'unknown-policy',
    says: /did you mean `scp\/deny-leave`/,
    at: '"scp/deny-leav"',
  },
  {
    name: 'an attachment of no policy type',
    changes: { 'organization.jsonc': '{ "organization": { "managementAccount": "company" }, "root": { "attach": ["spc/deny-leave"] } }' },
    file: 'organization.jsonc',
    code: 'unknown-policy-type',
    says: /did you mean `scp`/,
  },
  {
    name: 'a misspelt field',
    changes: { 'organization.jsonc': '{ "organization": { "managementAccount": "company" }, "root": { "atach": [] } }' },
    file: 'organization.jsonc',
    code: 'unknown-field',
    says: /unknown field `atach`; did you mean `attach`/,
    at: '"atach"',
  },
  {
    name: 'a management account that does not exist',
    changes: { 'organization.jsonc': '{ "organization": { "managementAccount": "compani" }, "root": {} }' },
    file: 'organization.jsonc',
    code: 'unknown-account',
    says: /did you mean `company`/,
    at: '"compani"',
  },
  {
    name: 'a listed policy without a file',
    changes: { 'policies/scp/deny-leave.json': undefined },
    file: 'organization.jsonc',
    code: 'missing-file',
    says: /no file `policies\/scp\/deny-leave\.json`/,
    at: '"policies/scp/deny-leave.json"',
  },
  {
    name: 'an AWS managed policy that the catalog does not know, as a warning with its date',
    changes: { 'iam/pipeline/principals.jsonc': '{ "users": [{ "name": "dev", "managed": ["EC2FullAccess"] }] }' },
    file: 'iam/pipeline/principals.jsonc',
    code: 'unknown-managed-policy',
    says: /AWS managed no policy `EC2FullAccess` on 2026-09-26/,
  },
  {
    name: 'a group that is not there',
    changes: { 'iam/pipeline/principals.jsonc': '{ "users": [{ "name": "dev", "groups": ["botz"] }], "groups": [{ "name": "bots" }] }' },
    file: 'iam/pipeline/principals.jsonc',
    code: 'unknown-group',
    says: /did you mean `bots`/,
  },
  {
    name: 'two users whose names differ in case only',
    changes: { 'iam/pipeline/principals.jsonc': '{ "users": [{ "name": "dev" }, { "name": "Dev" }] }' },
    file: 'iam/pipeline/principals.jsonc',
    code: 'duplicate-principal',
    says: /`Dev` is there twice/,
  },
  {
    name: 'a folder of an account that does not exist',
    changes: { 'iam/pipelines/principals.jsonc': '{}' },
    file: 'iam/pipelines/principals.jsonc',
    code: 'unknown-account',
    says: /did you mean `pipeline`/,
  },
];

describe('trouble becomes a problem at its place', () => {
  for (const { name, changes, file, code, says, at } of troubles) {
    test(name, () => {
      const { organization, problems, files } = read(changes);
      assert.ok(organization);
      const problem = problems.find((candidate) => candidate.code === code && candidate.file === file);
      assert.ok(problem, lines(problems).join('\n'));
      assert.match(english(problem.message), says);
      if (at !== undefined) assert.equal(files.get(file)?.slice(problem.span.start, problem.span.end), at);
    });
  }
});

describe('everything else still works', () => {
  test('when the manifest ends in the middle', () => {
    const whole = companyFiles().get('organization.jsonc') ?? '';
    for (let length = 0; length < whole.length; length += 7) {
      const { organization, problems } = read({ 'organization.jsonc': whole.slice(0, length) });
      assert.ok(problems.length > 0, `length ${length}`);
      if (length > 1) assert.ok(organization);
    }
    const { organization } = read({ 'organization.jsonc': whole.slice(0, whole.indexOf('"policies"')) });
    assert.equal(organization?.accounts.length, 4);
    assert.equal(organization.root.organizationalUnits.length, 2);
  });

  test('when accounts.jsonc is missing', () => {
    const { organization, problems } = read({ 'accounts.jsonc': undefined });
    assert.equal(organization?.root.organizationalUnits.length, 2);
    assert.ok(problems.some(({ code }) => code === 'missing-file'));
  });

  test('when accounts.jsonc is broken: the accounts before and after the break are there', () => {
    const { organization } = read({
      'accounts.jsonc':
        '[{ "name": "company", "id": "111111111111" }, { "name": }, { "name": "pipeline", "id": "444444444444", "ou": "/Data" }',
    });
    assert.ok(organization?.accounts.some(({ name }) => name === 'company'));
    assert.ok(organization?.accounts.some(({ name }) => name === 'pipeline'));
  });

  test('when null stands everywhere', () => {
    const nothing =
      '{ "organization": null, "root": { "policyTypes": null, "attach": null, "ous": [null, { "name": null }] }, "policies": null }';
    const { organization } = read({
      'organization.jsonc': nothing,
      'accounts.jsonc': '[null]',
      'iam/pipeline/principals.jsonc': '{ "users": null, "roles": [null] }',
    });
    assert.equal(organization?.accounts.length, 0);
  });

  test('when there is no manifest, which is said', () => {
    const { organization, problems } = read({ 'organization.jsonc': undefined });
    assert.equal(organization, undefined);
    assert.deepEqual(lines(problems), ['organization.jsonc missing-file: there is no `organization.jsonc` here']);
  });
});

describe('account authorization details', () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  const gaad = JSON.stringify({
    UserDetailList: [
      {
        UserName: 'kim',
        Path: '/',
        Arn: 'arn:aws:iam::222222222222:user/kim',
        GroupList: ['admins'],
        UserPolicyList: [{ PolicyName: 'own', PolicyDocument: encodeURIComponent(JSON.stringify(document)) }],
        AttachedManagedPolicies: [{ PolicyName: 'mine', PolicyArn: 'arn:aws:iam::222222222222:policy/mine' }],
        PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
        Tags: [{ Key: 'team', Value: 'web' }],
      },
    ],
    GroupDetailList: [{ GroupName: 'admins', Path: '/', Arn: 'arn:aws:iam::222222222222:group/admins', AttachedManagedPolicies: [] }],
    RoleDetailList: [{ RoleName: 'app', Path: '/', Arn: 'arn:aws:iam::222222222222:role/app', AssumeRolePolicyDocument: document }],
    Policies: [
      {
        PolicyName: 'mine',
        Arn: 'arn:aws:iam::222222222222:policy/mine',
        PolicyVersionList: [
          { VersionId: 'v1', IsDefaultVersion: false, Document: {} },
          { VersionId: 'v2', IsDefaultVersion: true, Document: document },
        ],
      },
    ],
  });

  test('stand in the place of principals.jsonc', () => {
    const { organization, problems, files } = read({ 'iam/service-1/gaad.json': gaad });
    assert.deepEqual(lines(problems), []);
    const account = organization?.accounts.find(({ name }) => name === 'service-1');
    const user = account?.principals.users[0];
    assert.deepEqual([user?.name, user?.groups, user?.tags, user?.boundary?.kind], ['kim', ['admins'], { team: 'web' }, 'awsManaged']);
    const mine = user?.managed[0];
    assert.equal(mine?.kind, 'embedded');
    const text = files.get('iam/service-1/gaad.json')?.slice(mine.origin.span.start, mine.origin.span.end);
    assert.deepEqual(JSON.parse(text ?? ''), document, 'the version in force');
    assert.equal(account?.principals.roles[0]?.trust?.kind, 'embedded');
  });
});
