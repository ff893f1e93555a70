import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

import { gatehouse, inFolder } from './commandLine';

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Office',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::a/*',
      Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    },
  ],
});

describe('generate-tests', () => {
  it('writes tests that pass, and fail when the policy changes', async () => {
    await inFolder({ 'p/office.json': policy, 'tests/README.md': '' }, async (folder) => {
      const written = await gatehouse(['generate-tests', 'p/office.json', '-o', 'tests/office.iamtest.jsonc'], { folder });
      assert.deepEqual([written.exitCode, written.stdout, written.stderr], [0, '', '']);
      const text = readFileSync(path.join(folder, 'tests/office.iamtest.jsonc'), 'utf8');
      assert.match(text, /"by": "\.\.\/p\/office\.json#Office"/);
      const run = () => gatehouse(['test', 'tests'], { folder });
      const passed = await run();
      assert.equal(passed.exitCode, 0, passed.stdout);
      assert.match(passed.stdout, /Office does not apply to s3:GetObject when aws:SourceIp is 203\.0\.114\.0/);
      await inFolder({ 'p/office.json': policy.replace('/24', '/16'), 'tests/office.iamtest.jsonc': text }, async (changed) =>
        assert.equal((await gatehouse(['test', 'tests'], { folder: changed })).exitCode, 1),
      );
      const again = await gatehouse(['generate-tests', 'p/office.json', '-o', 'tests/office.iamtest.jsonc'], { folder });
      assert.deepEqual([again.exitCode, again.stderr], [2, 'gatehouse: tests/office.iamtest.jsonc exists already\n']);
    });
  });

  it('prints them otherwise, in the words of the language, of the type that is named', async () => {
    await inFolder({ 'office.json': policy }, async (folder) => {
      const { stdout } = await gatehouse(['generate-tests', '--type', 'permissionsBoundary', '--language', 'ko', 'office.json'], {
        folder,
      });
      assert.match(stdout, /^\/\/ office\.json 정책이/);
      assert.match(stdout, /"permissionsBoundary": "office\.json"/);
      assert.match(stdout, /"name": "Office allows s3:GetObject"/);
      assert.equal(existsSync(path.join(folder, 'office.iamtest.jsonc')), false);
    });
  });

  it('asks the organization that attaches the policy', async () => {
    const { stdout } = await gatehouse(['generate-tests', 'samples/company/policies/scp/data-only.json']);
    assert.match(stdout, /"organization": "\.\.\/\.\.\/organization\.jsonc"/);
    assert.match(stdout, /"principal": "pipeline\/role\/data-lead"/);
  });

  it('names statements of other files, those inside of a principal too, so that the tests hold', async () => {
    const inline = (document: object) => [
      { name: 'own', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...document }] } },
    ];
    const principal = { Principal: { AWS: '222222222222' }, Action: 'sts:AssumeRole' };
    const files = {
      'organization.jsonc': '{ "organization": { "id": "o-a1b2c3d4e5", "managementAccount": "company" }, "root": { "id": "r-ab12" } }',
      'accounts.jsonc': '[{ "name": "company", "id": "111111111111", "ou": "/" }, { "name": "member", "id": "222222222222", "ou": "/" }]',
      'iam/company/trust.json': JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Members', Effect: 'Allow', ...principal }] }),
      'iam/company/principals.jsonc': '{ "roles": [{ "name": "maker", "trust": "./trust.json" }] }',
      'iam/member/principals.jsonc': JSON.stringify({
        users: [{ name: 'alice', inline: inline({ Action: 'sts:AssumeRole', Resource: '*' }) }],
      }),
    };
    await inFolder(files, async (folder) => {
      const made = await gatehouse(['generate-tests', 'iam/company/trust.json', '-o', 'trust.iamtest.jsonc'], { folder });
      assert.equal(made.exitCode, 0, made.stderr);
      const text = readFileSync(path.join(folder, 'trust.iamtest.jsonc'), 'utf8');
      assert.match(text, /"principal": "member\/user\/alice",[^}]*"by": "iam\/member\/principals\.jsonc#alice\/own#0"/);
      const { exitCode, stdout } = await gatehouse(['test', 'trust.iamtest.jsonc'], { folder });
      assert.equal(exitCode, 0, stdout);
    });
  });

  it('says what it cannot do', async () => {
    await inFolder({ 'broken.json': '{ "Statement": [', 'empty.json': '{ "Statement": [] }' }, async (folder) => {
      const said = async (...args: readonly string[]) => {
        const { exitCode, stderr } = await gatehouse(['generate-tests', ...args], { folder });
        return [exitCode, stderr.split('\n')[0]];
      };
      assert.deepEqual(await said(), [2, 'gatehouse: name one policy']);
      assert.deepEqual(await said('--type', 'x', 'empty.json'), [2, 'gatehouse: `x` is no policy type']);
      assert.deepEqual(await said('broken.json'), [2, 'gatehouse: broken.json is no policy: its JSON is broken']);
      assert.deepEqual(await said('empty.json'), [
        2,
        'gatehouse: empty.json is no access policy with statements: there is nothing to test',
      ]);
      assert.match(String((await said('none.json'))[1]), /none\.json cannot be read/);
    });
  });
});
