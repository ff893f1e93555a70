import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import { inRoot } from '../support/root';

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

  test('counts, places and explains in JUnit, and stays XML whatever tests are called', async () => {
    const named = (name: string, changes: string): string => oneTest(changes).replace('"reads"', JSON.stringify(name));
    const files = {
      'a.iamtest.jsonc': named('bell \u0007, half \ud800, end ]]>\nof line', '"expect": "denied"'),
      'b.iamtest.jsonc': named('nobody', '"expect": "allowed", "principal": "app/user/bot"'),
      'c.iamtest.jsonc': named('passes', '"expect": "allowed"'),
      'bot.json': bot,
    };
    await inFolder(files, async (folder) => {
      const { stdout, exitCode } = await gatehouse(['test', '.', 'gone.iamtest.jsonc', '--format', 'junit'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stdout, /<testsuites name="gatehouse" tests="4" failures="1" errors="2" skipped="0">/);
      assert.match(stdout, /<testsuite name="c\.iamtest\.jsonc" file="c\.iamtest\.jsonc" tests="1" failures="0" errors="0" skipped="0">/);
      assert.match(stdout, /name="passes" classname="c\.iamtest\.jsonc" file="c\.iamtest\.jsonc" line="3"\/>/);
      assert.match(stdout, /name="bell \ufffd, half \ufffd, end \]\]&#62;&#10;of line"/);
      assert.match(stdout, /<system-out>✓ Allowed by bot#Read[^<]*Identity policies +allows s3:GetObject/);
      assert.match(stdout, /<error message="without an organization a principal is an ARN[^"]*" type="unclear"\/>/);
      assert.match(
        stdout,
        /<testsuite name="gone\.iamtest\.jsonc"[^>]* tests="1" failures="0" errors="1"[^>]*>\n.*<error message="cannot be read: /,
      );
      assert.deepEqual(unbalanced(stdout), []);
      assert.doesNotMatch(stdout, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800]|\]\]>/);
    });
  });

  test('annotates for GitHub, escaped as it reads commands, from the root of the repository', async () => {
    const name = '100% of a:b, c';
    const files = {
      'repo/iam/a.iamtest.jsonc': oneTest('"expect": "denied"').replace('"reads"', JSON.stringify(name)),
      'repo/iam/b.iamtest.jsonc': oneTest('"expect": "allowed"'),
      'repo/iam/bot.json': bot,
    };
    await inFolder(files, async (folder) => {
      const inRepository = { folder: path.join(folder, 'repo', 'iam'), environment: { GITHUB_WORKSPACE: path.join(folder, 'repo') } };
      const { stdout, exitCode } = await gatehouse(['test', '.', '--format', 'github'], inRepository);
      assert.equal(exitCode, 1);
      assert.deepEqual(stdout.split('\n'), [
        '::error file=iam/a.iamtest.jsonc,line=3,col=23,title=100%25 of a%3Ab%2C c::expected `denied`, but it is `allowed`%0A✓ Allowed by bot#Read (identity-based policy)',
        '1 of 2 tests pass',
        '',
      ]);
    });
  });

  describe('--filter', () => {
    const two = `{ "policies": { "identityPolicies": ["./bot.json"] }, "tests": [
      { "name": "reads", "principal": "arn:aws:iam::111122223333:user/bot", "action": "s3:GetObject", "resource": "*", "expect": "allowed" },
      { "name": "uploads", "principal": "arn:aws:iam::111122223333:user/kim", "action": "s3:PutObject", "resource": "*", "expect": "implicitDeny" }] }`;
    for (const [what, text, runs] of [
      ['a name', 'upl', 'uploads'],
      ['a principal', 'user/bot', 'reads'],
      ['an action, in any case', 's3:getobject', 'reads'],
    ] as const) {
      test(`runs the tests with ${what}`, async () => {
        await inFolder({ 'a.iamtest.jsonc': two, 'bot.json': bot }, async (folder) => {
          const { stdout, exitCode } = await gatehouse(['test', '.', '--filter', text], { folder });
          assert.match(stdout, new RegExp(`✓ ${runs}\\n`));
          assert.match(stdout, /1 of 1 tests pass/);
          assert.equal(exitCode, 0);
        });
      });
    }

    test('leaves out files that have none of them, and is wrong where nobody has', async () => {
      const other = two.replaceAll('user/', 'user/other-');
      await inFolder({ 'a.iamtest.jsonc': two, 'b.iamtest.jsonc': other, 'bot.json': bot }, async (folder) => {
        const some = await gatehouse(['test', '.', '--filter', 'user/bot', '--format', 'json'], { folder });
        const files: unknown = JSON.parse(some.stdout);
        assert.ok(Array.isArray(files));
        assert.deepEqual([files.length, pick(files, 0, 'file'), pick(files, 0, 'tests', 'length')], [1, 'a.iamtest.jsonc', undefined]);
        const none = await gatehouse(['test', '.', '--filter', 'lambda', '--format', 'json'], { folder });
        assert.deepEqual([none.exitCode, none.stdout], [2, '']);
        assert.match(none.stderr, /no test has `lambda` in its name, principal or action/);
      });
    });
  });

  test('says the nearest name of a principal that nobody has', async () => {
    await inFolder({ 'a.iamtest.jsonc': misspelt(inRoot('samples/company')) }, async (folder) => {
      const { stdout, exitCode } = await gatehouse(['test', '.'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stdout, /account `pipeline` has no user `s3-monitoring-bto`/);
    });
  });

  test('words of passing tests are those of their traces', async () => {
    const text = await gatehouse(['test', 'samples']);
    const json = await gatehouse(['test', 'samples', '--format', 'json']);
    const files: unknown = JSON.parse(json.stdout);
    assert.ok(Array.isArray(files) && files.length > 0);
    // Two lines for each test: its name and what decided it.
    const decided = text.stdout.match(/^ {2}✓ .*\n {6}(?:Allowed|Denied|Depends on|Not known|After taking|Role \d)/gm) ?? [];
    const tests = files.reduce<number>((count, _, place) => count + countOf(pick(files, place, 'tests')), 0);
    assert.equal(decided.length, tests);
    assert.equal(text.exitCode, 0);
  });
});

const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

function misspelt(organization: string): string {
  const asked = { principal: 'pipeline/user/s3-monitoring-bto', action: 's3:GetObject', resource: 'arn:aws:s3:::media/a.png' };
  return JSON.stringify({ organization, tests: [{ name: 'nobody', ...asked, expect: 'allowed' }] });
}

/** Elements that are opened and not closed, or the other way round; by far not all of XML, but all that is written here. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', , single] of xml.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)) {
    if (closing === '/') {
      if (open.pop() !== name) return [name];
    } else if (single !== '/') open.push(name);
  }
  return open;
}
