import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick } from './commandLine';

const bot = '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }';
const oneTest = (changes: string): string => `{
  "policies": { "identityPolicies": ["./bot.json"] },
  "tests": [{ "name": "reads", "principal": "arn:aws:iam::111122223333:user/bot", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", ${changes} }]
}`;

describe('test', () => {
  test('passes on the sample, every case', async () => {
    const { exitCode, stdout } = await gatehouse(['test', 'samples/company']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /(\d+) of \1 tests pass/);
    assert.match(stdout, /✓ the bot uploads nothing\n +Denied: no identity-based policy allows s3:PutObject/);
  });

  const outcomes: readonly (readonly [string, string, number, RegExp])[] = [
    ['an expectation that holds', '"expect": "allowed"', 0, /1 of 1 tests pass/],
    ['one that does not', '"expect": "denied"', 1, /✗ reads \(3:23\)\n +expected `denied`, but it is `allowed`/],
    ['the deciding statement by Sid', '"expect": "allowed", "by": "./bot.json#Read"', 0, /1 of 1/],
    ['the deciding statement by index', '"expect": "allowed", "by": "bot.json#0"', 0, /1 of 1/],
    [
      'another statement than decided',
      '"expect": "allowed", "by": "bot.json#1"',
      1,
      /expected to be decided by `bot\.json#1`, but `bot#Read` decided/,
    ],
    ['a `by` that names no statement', '"expect": "allowed", "by": "bot.json"', 2, /names no statement/],
    [
      'a mistyped action',
      '"expect": "allowed", "resourceAccount": "111122223333", "action": "s3:GetObjet"',
      2,
      /✗ reads .*\n +unknown action `s3:GetObjet`; nearest: `s3:GetObject`/,
    ],
    [
      'a principal that needs an organization',
      '"expect": "allowed", "principal": "app/user/bot"',
      2,
      /without an organization a principal is an ARN/,
    ],
    [
      'a `by` with a file that is not there',
      '"expect": "allowed", "by": "policies/bot.json#Read"',
      2,
      /there is no file `policies\/bot\.json`; did you mean `bot\.json`\?/,
    ],
    ['an unknown expectation', '"expect": "permitted"', 2, /`expect` is one of `allowed`/],
    ['an unknown field', '"expect": "allowed", "resourse": "x"', 2, /unknown field `resourse`; did you mean `resource`\?/],
  ];
  for (const [name, changes, exitCode, says] of outcomes) {
    test(`exits ${exitCode} for ${name}`, async () => {
      await inFolder({ 'a.iamtest.jsonc': oneTest(changes), 'bot.json': bot }, async (folder) => {
        const result = await gatehouse(['test', '.'], { folder });
        assert.match(result.stdout, says);
        assert.equal(result.exitCode, exitCode);
      });
    });
  }

  test('makes a case of every combination', async () => {
    const file = `{ "policies": { "identityPolicies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
      "tests": [{ "name": "n", "principal": "arn:aws:iam::111122223333:user/bot", "action": ["s3:GetObject", "s3:GetObjectAcl"],
                  "resource": ["arn:aws:s3:::b/k", "arn:aws:s3:::c/k"], "expect": "allowed" }] }`;
    await inFolder({ 'a.iamtest.jsonc': file }, async (folder) => {
      assert.match((await gatehouse(['test', '.'], { folder })).stdout, /4 of 4 tests pass/);
    });
  });

  test('runs the others when a file cannot be read, and exits 2', async () => {
    await inFolder(
      { 'a.iamtest.jsonc': '{ "tests": ', 'b.iamtest.jsonc': oneTest('"expect": "allowed"'), 'bot.json': bot },
      async (folder) => {
        const { exitCode, stdout } = await gatehouse(['test', '.', '--format', 'json'], { folder });
        assert.equal(exitCode, 2);
        const files: unknown = JSON.parse(stdout);
        assert.ok(Array.isArray(pick(files, 0, 'problems')));
        assert.equal(pick(files, 1, 'tests', 0, 'outcome'), 'passed');
        assert.equal(pick(files, 1, 'tests', 0, 'result', 'decision'), 'allowed');
      },
    );
  });

  test('takes a policy that is not there as unknown, never as none', async () => {
    await inFolder({ 'a.iamtest.jsonc': oneTest('"expect": "undetermined"') }, async (folder) => {
      assert.equal((await gatehouse(['test', '.'], { folder })).exitCode, 0);
    });
  });

  test('uses the nearest organization upwards, and names inline policies', async () => {
    const files = {
      'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": {} }',
      'accounts.jsonc': '[{ "name": "top", "id": "111111111111" }, { "name": "app", "id": "222222222222" }]',
      'iam/app/principals.jsonc': `{ "users": [{ "name": "kim", "inline": [{ "name": "extra", "document": ${bot} }] }] }`,
      'tests/deep/a.iamtest.jsonc': `{ "tests": [{ "name": "inline", "principal": "app/user/kim", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
        "expect": "allowed", "by": "iam/app/principals.jsonc#kim/extra#0" }] }`,
    };
    await inFolder(files, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['test', 'tests'], { folder });
      assert.equal(exitCode, 0, stdout);
    });
  });

  test('writes JUnit', async () => {
    await inFolder(
      { 'a.iamtest.jsonc': oneTest('"expect": "denied"').replace('"reads"', '"<reads> & \\"writes\\""'), 'bot.json': bot },
      async (folder) => {
        const { stdout } = await gatehouse(['test', '.', '--format', 'junit'], { folder });
        assert.match(stdout, /<testsuite name="a\.iamtest\.jsonc" file="a\.iamtest\.jsonc" tests="1" failures="1" errors="0" skipped="0">/);
        assert.match(stdout, /name="&#60;reads&#62; &#38; &#34;writes&#34;"/);
        assert.match(stdout, /<failure message="expected `denied`, but it is `allowed`" type="failed"\/>/);
      },
    );
  });
});
