import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick } from './commandLine';

const good = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }] }';
const bad = '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "allow", "Action": "s3:GetObject", "Resource": "*" }]\n}';
const unknown = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*" }] }';

const parsed = (stdout: string): readonly unknown[] => {
  const value: unknown = JSON.parse(stdout);
  assert.ok(Array.isArray(value));
  return value;
};

describe('check', () => {
  test('exits 0 for a policy without errors', async () => {
    await inFolder({ 'a.json': good }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', 'a.json'], { folder });
      assert.equal(exitCode, 0);
      assert.match(stdout, /1 file checked: 0 errors/);
    });
  });

  test('exits 1 for an error, with place, message and code', async () => {
    await inFolder({ 'a.json': bad }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', 'a.json'], { folder });
      assert.equal(exitCode, 1);
      assert.match(stdout, /^a\.json\n {2}3:29 {2}error .*invalid-effect/m);
    });
  });

  test('annotates for GitHub, by what a finding is', async () => {
    await inFolder({ 'a.json': bad, 'b.json': unknown }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', '.', '--format', 'github'], { folder });
      assert.equal(exitCode, 1);
      assert.match(stdout, /^::error file=a\.json,line=3,endLine=3,col=29,endColumn=36,title=invalid-effect::\S/m);
      assert.match(stdout, /^::warning file=b\.json,.*title=invalid-action::.*`s3:GetObject`/m);
      assert.match(stdout, /\n2 files checked: 1 error, \d+ other findings?\n$/);
    });
  });

  test('exits 0 for what is only a warning: an action that the catalog does not know', async () => {
    await inFolder({ 'a.json': unknown }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', 'a.json', '--format', 'json'], { folder });
      const finding = parsed(stdout).find((candidate) => pick(candidate, 'code') === 'invalid-action');
      assert.deepEqual([exitCode, pick(finding, 'findingType')], [0, 'warning']);
    });
  });

  test('prints JSON with the members of the contract, lines and characters from 0', async () => {
    await inFolder({ 'a.json': bad }, async (folder) => {
      const { stdout } = await gatehouse(['check', 'a.json', '--format', 'json', '--language', 'ko'], { folder });
      const finding = parsed(stdout).find((candidate) => pick(candidate, 'code') === 'invalid-effect');
      assert.ok(typeof finding === 'object' && finding !== null);
      assert.deepEqual(Object.keys(finding), ['file', 'code', 'findingType', 'message', 'path', 'range']);
      assert.deepEqual(pick(finding, 'path'), ['Statement', 0, 'Effect']);
      assert.deepEqual(pick(finding, 'range'), { start: { line: 2, character: 28 }, end: { line: 2, character: 35 } });
      assert.match(String(pick(finding, 'message')), /^[\u0020-\u007e]+$/, 'English whatever the language');
    });
  });

  test('takes broken JSON as a finding, not as a failure to read', async () => {
    await inFolder({ 'a.json': '{ "Statement": [', 'empty.json': '' }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', 'a.json', 'empty.json', '--format', 'json'], { folder });
      assert.equal(exitCode, 1);
      assert.deepEqual([...new Set(parsed(stdout).map((finding) => pick(finding, 'file')))], ['a.json', 'empty.json']);
    });
  });

  test('exits 2 for a file that cannot be read, and still checks the others', async () => {
    await inFolder({ 'a.json': bad }, async (folder) => {
      const { exitCode, stdout, stderr } = await gatehouse(['check', 'missing.json', 'a.json', '--format', 'json'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stderr, /missing\.json cannot be read: no such file or directory/);
      assert.ok(parsed(stdout).length > 0);
    });
  });

  test('takes from a folder what is a policy, and a named file always', async () => {
    await inFolder({ 'package.json': '{ "name": "x" }', 'policies/scp/a.json': good, 'node_modules/p.json': bad }, async (folder) => {
      assert.match((await gatehouse(['check', '.'], { folder })).stdout, /1 file checked/);
      assert.equal((await gatehouse(['check', 'package.json'], { folder })).exitCode, 1);
    });
  });

  test('obeys --type', async () => {
    await inFolder({ 'a.json': good.replace('"Effect"', '"Principal": "*", "Effect"') }, async (folder) => {
      assert.equal((await gatehouse(['check', '--type', 'resource', 'a.json'], { folder })).exitCode, 0);
      assert.equal((await gatehouse(['check', '--type', 'identity', 'a.json'], { folder })).exitCode, 1);
    });
  });

  test('obeys the severities of gatehouse.jsonc', async () => {
    const files = (severity: string) => ({ 'a.json': unknown, 'gatehouse.jsonc': `{ "checks": { "invalid-action": "${severity}" } }` });
    await inFolder(files('error'), async (folder) => assert.equal((await gatehouse(['check', 'a.json'], { folder })).exitCode, 1));
    await inFolder(files('off'), async (folder) => {
      const { stdout } = await gatehouse(['check', 'a.json', '--format', 'json'], { folder });
      assert.ok(!stdout.includes('invalid-action'));
    });
  });

  test('finds trouble in an organization and in tests, at its file', async () => {
    const files = {
      'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": { "attach": ["scp/nothing"] } }',
      'accounts.jsonc': '[{ "name": "top", "id": "111111111111", "ou": "/Nowhere" }]',
      'tests/x.iamtest.jsonc': '{ "tests": [{ "principal": "top/root", "action": "s3:GetObject", "expect": "permitted" }] }',
    };
    await inFolder(files, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', '.', '--format', 'json'], { folder });
      assert.equal(exitCode, 1);
      assert.deepEqual(
        parsed(stdout).map((finding) => [pick(finding, 'file'), pick(finding, 'code')]),
        [
          ['accounts.jsonc', 'unknown-organizational-unit'],
          ['organization.jsonc', 'unknown-policy'],
          ['tests/x.iamtest.jsonc', 'invalid-expectation'],
        ],
      );
    });
  });

  test('knows the policy type from the organization that refers to the file', async () => {
    const files = {
      'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": {}, "policies": { "scp/x": { "file": "x.json" } } }',
      'accounts.jsonc': '[{ "name": "top", "id": "111111111111" }]',
      'x.json': '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }] }',
    };
    await inFolder(files, async (folder) => assert.equal((await gatehouse(['check', 'x.json'], { folder })).exitCode, 1));
  });

  test('writes SARIF with places that count from 1', async () => {
    await inFolder({ 'a b.json': bad }, async (folder) => {
      const { stdout } = await gatehouse(['check', 'a b.json', '--format', 'sarif'], { folder });
      const sarif: unknown = JSON.parse(stdout);
      assert.equal(pick(sarif, 'version'), '2.1.0');
      const results = pick(sarif, 'runs', 0, 'results');
      assert.ok(Array.isArray(results));
      const result: unknown = results.find((candidate) => pick(candidate, 'ruleId') === 'invalid-effect');
      assert.equal(pick(result, 'level'), 'error');
      const place = pick(result, 'locations', 0, 'physicalLocation');
      assert.equal(pick(place, 'artifactLocation', 'uri'), 'a%20b.json');
      assert.deepEqual([pick(place, 'region', 'startLine'), pick(place, 'region', 'startColumn')], [3, 29]);
      const rule = pick(sarif, 'runs', 0, 'tool', 'driver', 'rules', Number(pick(result, 'ruleIndex')), 'id');
      assert.equal(rule, 'invalid-effect');
    });
  });

  test('speaks Korean to people', async () => {
    await inFolder({ 'a.json': bad }, async (folder) => {
      assert.match((await gatehouse(['check', 'a.json', '--language', 'ko'], { folder })).stdout, /오류/);
    });
  });

  test('finds nothing wrong with the sample', async () => {
    const { exitCode, stdout } = await gatehouse(['check', 'samples/company', '--format', 'json']);
    assert.deepEqual([exitCode, parsed(stdout).filter((finding) => pick(finding, 'findingType') === 'error')], [0, []]);
  });
});

test('checks the names in test files, as the editor does', async () => {
  const files = {
    'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": {} }',
    'accounts.jsonc': '[{ "name": "top", "id": "111111111111" }]',
    'iam/top/principals.jsonc': '{ "users": [{ "name": "kim" }] }',
    'a.iamtest.jsonc': `{ "tests": [
      { "name": "n", "principal": "top/user/kmi", "action": "s3:GetObjet", "resource": "*", "expect": "denied", "by": "scp.json#0" },
      { "name": "n", "principal": "top/user/kim", "action": "s3:GetObject", "resource": "*", "expect": "denied" } ] }`,
  };
  await inFolder(files, async (folder) => {
    const { stdout, exitCode } = await gatehouse(['check', 'a.iamtest.jsonc', '--format', 'json'], { folder });
    const findings: unknown = JSON.parse(stdout);
    const told = [0, 1, 2, 3].map((index) => [pick(findings, index, 'code'), pick(findings, index, 'findingType')]);
    assert.deepEqual(told, [
      ['unknown-principal', 'error'],
      ['invalid-action', 'warning'],
      ['missing-file', 'error'],
      ['duplicate-test-name', 'suggestion'],
    ]);
    assert.match(String(pick(findings, 0, 'message')), /did you mean `top\/user\/kim`\?/);
    assert.equal(exitCode, 1);
  });
});
