import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick } from './commandLine';

const statement = (sid: string, action: string): string =>
  `{ ${sid === '' ? '' : `"Sid": "${sid}", `}"Effect": "Deny", "Action": "${action}", "Resource": "*" }`;
const policy = (...statements: readonly string[]): string => `{ "Version": "2012-10-17", "Statement": [${statements.join(', ')}] }`;
const leaving = statement('NoLeaving', 'organizations:LeaveOrganization');
const deployed = policy(leaving, statement('', 's3:DeleteBucket'));

const organization = {
  'org/organization.jsonc': `{
    "organization": { "managementAccount": "top" },
    "root": { "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" }, "attach": ["scp/FullAWSAccess", "scp/guard"] },
    "policies": { "scp/guard": { "id": "p-11111111", "file": "policies/scp/guard.json" } } }`,
  'org/accounts.jsonc': '[{ "name": "top", "id": "111111111111" }, { "name": "data", "id": "222222222222" }]',
  'org/policies/scp/guard.json': deployed,
};
const bind = (...bound: readonly string[]): string =>
  JSON.stringify({ policyFiles: bound.map((name) => ({ glob: 'scps/*.json', type: 'scp', policy: name })) });
const withDraft = (draft: string, name = 'p-11111111') => ({ ...organization, 'gatehouse.jsonc': bind(name), 'scps/guard.json': draft });

const drift = (folder: string, format = 'json') => gatehouse(['organization', 'org', '--drift', '--format', format], { folder });

describe('organization --drift', () => {
  const cases: readonly (readonly [
    title: string,
    draft: string,
    exitCode: number,
    status: string,
    statements: object,
    members?: object,
  ])[] = [
    ['the same in another layout', ` // mine\n${deployed.replaceAll(' ', '\n')}`, 0, 'same', []],
    [
      'a statement more',
      policy(leaving, statement('', 's3:DeleteBucket'), statement('New', 'ec2:*')),
      1,
      'differs',
      [{ kind: 'added', sid: 'New', index: 2 }],
    ],
    ['a statement less', policy(leaving), 1, 'differs', [{ kind: 'removed', sid: null, index: 1 }]],
    [
      'statements changed, by Sid and by place',
      policy(statement('', 's3:PutBucketPolicy'), statement('NoLeaving', 'organizations:*')),
      1,
      'differs',
      [
        { kind: 'changed', sid: null, index: 0 },
        { kind: 'changed', sid: 'NoLeaving', index: 1 },
      ],
    ],
    ['another order', policy(statement('', 's3:DeleteBucket'), leaving), 1, 'differs', [], ['Statement']],
    ['another version', deployed.replace('2012-10-17', '2008-10-17'), 1, 'differs', [], ['Version']],
    ['what is no JSON', '{ "Version"', 2, 'unreadable', []],
  ];
  for (const [title, draft, exitCode, status, statements, members = []] of cases) {
    test(`tells ${title}`, async () => {
      await inFolder(withDraft(draft), async (folder) => {
        const result = await drift(folder);
        assert.equal(result.exitCode, exitCode, result.stderr);
        const [row]: readonly unknown[] = [pick(JSON.parse(result.stdout), 0)];
        assert.deepEqual(
          ['file', 'policy', 'status', 'reference', 'statements', 'members'].map((name) => pick(row, name)),
          ['scps/guard.json', 'p-11111111', status, 'scp/guard', statements, members],
        );
      });
    });
  }

  test('finds the policy by reference, name and ARN, and says when there is none', async () => {
    for (const name of [
      'scp/guard',
      'guard',
      'arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/service_control_policy/p-11111111',
    ]) {
      await inFolder(withDraft(deployed, name), async (folder) => assert.equal((await drift(folder)).exitCode, 0, name));
    }
    await inFolder(withDraft(deployed, 'p-99999999'), async (folder) => {
      const { exitCode, stdout } = await drift(folder);
      assert.equal(exitCode, 1);
      assert.deepEqual([pick(JSON.parse(stdout), 0, 'status'), pick(JSON.parse(stdout), 0, 'reference')], ['missing', null]);
    });
  });

  test('is shown as text and as Markdown, also in Korean', async () => {
    await inFolder(withDraft(policy(statement('NoLeaving', 'organizations:*'))), async (folder) => {
      const { stdout } = await drift(folder, 'text');
      assert.match(
        stdout,
        /^✗ scps\/guard\.json +scp\/guard +differs +NoLeaving changed, #1 removed\n1 of 1 drafts differ from what is deployed\n$/,
      );
      assert.match(
        (await drift(folder, 'markdown')).stdout,
        /^\| scps\/guard\.json \| scp\/guard \| differs \| NoLeaving changed, \\#1 removed \|$/m,
      );
      const korean = await gatehouse(['organization', 'org', '--drift', '--language', 'ko'], { folder });
      assert.match(korean.stdout, /NoLeaving 변경됨/);
    });
  });

  test('wants something that is bound', async () => {
    await inFolder(organization, async (folder) => {
      const { exitCode, stderr } = await drift(folder);
      assert.equal(exitCode, 2);
      assert.match(stderr, /no file is bound to a deployed policy\nBind them in gatehouse\.jsonc/);
    });
  });

  test('does not take the policy itself for a draft of it, and not what cannot be read for the same', async () => {
    const files = { ...organization, 'gatehouse.jsonc': JSON.stringify({ policyFiles: [{ glob: '**/guard.json', policy: 'guard' }] }) };
    await inFolder(files, async (folder) => {
      const { exitCode, stdout } = await drift(folder);
      assert.deepEqual([exitCode, JSON.parse(stdout)], [0, []]);
    });
    await inFolder({ ...withDraft(deployed), 'org/policies/scp/guard.json': '{' }, async (folder) => {
      const { exitCode, stdout } = await drift(folder);
      assert.deepEqual([exitCode, pick(JSON.parse(stdout), 0, 'unreadable')], [2, 'deployed']);
    });
  });
});

describe('a draft', () => {
  const leave = ['--organization', 'org', '--principal', 'data/root', '--action', 'organizations:LeaveOrganization', '--context-complete'];
  const harmless = policy(statement('NoLeaving', 's3:DeleteBucket'));

  test('stands in the place of the policy that it is bound to, unless the deployed one is asked for', async () => {
    await inFolder(withDraft(harmless), async (folder) => {
      const ask = (...more: readonly string[]) => gatehouse(['simulate', ...leave, '--format', 'json', ...more], { folder });
      const drafted = await ask();
      assert.equal(pick(JSON.parse(drafted.stdout), 'decision'), 'allowed');
      assert.match(drafted.stderr, /^! scps\/guard\.json stands in the place of scp\/guard; `--deployed` leaves it out$/m);
      const without = await ask('--deployed');
      assert.equal(pick(JSON.parse(without.stdout), 'decision'), 'explicitDeny');
      assert.equal(without.stderr, '');
    });
  });

  test('does so for who-can, what-can and tests, and not for what compares', async () => {
    const asked =
      '{ "organization": "../org", "tests": [{ "name": "x", "principal": "data/root", "action": "organizations:LeaveOrganization", "resource": "*", "expect": "allowed" }] }';
    await inFolder({ ...withDraft(harmless), 'tests/a.iamtest.json': asked }, async (folder) => {
      const run = (...args: readonly string[]) => gatehouse(args, { folder });
      const who = ['who-can', '--organization', 'org', '--action', 'organizations:LeaveOrganization', '--context-complete'];
      assert.match((await run(...who)).stdout, /222222222222:root\n.*denied: 0/s);
      assert.match((await run(...who, '--deployed')).stdout, /222222222222:root +denied by scp/);
      const what = ['what-can', '--organization', 'org', '--principal', 'data/root', '--context-complete'];
      assert.doesNotMatch((await run(...what)).stdout, /guard NoLeaving\n.*\n.*guard/);
      assert.notEqual((await run(...what)).stdout, (await run(...what, '--deployed')).stdout);
      assert.equal((await run('test', 'tests')).exitCode, 0);
      assert.equal((await run('test', 'tests', '--deployed')).exitCode, 1);
      assert.match((await run('organization', 'org', '--compare', 'org')).stdout, /^nothing differs/);
    });
  });
});
