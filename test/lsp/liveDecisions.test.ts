import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { decisionsRequest, expectActualRequest, saveAsTestRequest } from '../../server/src/protocol/decisions';
import { rememberRequestsNotification } from '../../server/src/protocol/requests';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';

import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';
import { readSample } from '../support/sample';

const scp = 'policies/scp/data-only.json';
const bot = 'tests/bot.iamtest.jsonc';
const botPolicy = 'iam/pipeline/policies/s3-monitoring-bot-policy.json';

const files = readSample();
const textOf = (name: string): string => files[name] ?? assert.fail(`the sample has no ${name}`);

let pair: Pair;

async function titles(name: string): Promise<readonly string[]> {
  return (await pair.lenses(name)).map(({ command }) => command?.title ?? '');
}

/** The lenses once the tests of the workspace have been found; the server asks for a refresh then. */
async function settled(name: string): Promise<readonly string[]> {
  const refreshed = pair.next('workspace/codeLens/refresh');
  await pair.lenses(name);
  await refreshed;
  return titles(name);
}

describe('the tests of a workspace', () => {
  beforeEach(async () => {
    pair = await startPair({ files });
  });
  afterEach(() => pair.close());

  test('stand above the SCP that has a say in them, and above the statement that decides', async () => {
    await pair.open(scp, textOf(scp));
    const shown = await settled(scp);
    assert.match(shown.join('\n'), /^✓ \d+ allowed\n✗ \d+ denied, \d+ here\nWould this be allowed…\?\n■ decides \d+ requests$/);
  });

  test('follow every edit, unsaved, and say which fail by it', async () => {
    await pair.open(scp, textOf(scp));
    await settled(scp);
    await pair.change(
      scp,
      '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Nothing", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }] }',
    );
    const [failing] = await titles(scp);
    assert.match(failing ?? '', /^⚠ \d+ tests fail/);
    await pair.change(scp, textOf(scp));
    assert.doesNotMatch((await titles(scp)).join('\n'), /fail/);
  });

  test('say in their own file whether they pass, why, and where it is decided', async () => {
    await pair.open(bot, textOf(bot));
    assert.deepEqual((await titles(bot)).slice(0, 4), [
      '6 of 6 tests pass',
      'passes: ✓ allowed by ListBuckets',
      '→ s3-monitoring-bot-policy#ListBuckets',
      'passes: ✓ allowed by ListObjects',
    ]);
  });

  test('of a file that is open follow the policy that is open beside it', async () => {
    await pair.open(bot, textOf(bot));
    await pair.open(botPolicy, textOf(botPolicy));
    await titles(bot);
    const refreshed = pair.next('workspace/codeLens/refresh');
    await pair.change(botPolicy, '{ "Version": "2012-10-17", "Statement": [] }');
    await refreshed;
    const shown = await titles(bot);
    assert.equal(shown[0], '2 of 6 tests pass');
    assert.match(shown[1] ?? '', /^fails: expected `allowed`, but it is `implicitDeny`/);
    assert.ok(shown.includes('Expect this'), shown.join('\n'));
  });

  test('that are written, changed and removed come, change and go', async () => {
    await pair.open(botPolicy, textOf(botPolicy));
    const before = await settled(botPolicy);
    const own = (action: string): string =>
      `{ "organization": "../organization.jsonc", "tests": [{ "principal": "pipeline/user/s3-monitoring-bot", "action": "${action}", "expect": "allowed" }] }`;
    await pair.write('tests/new.iamtest.jsonc', own('s3:ListAllMyBuckets'));
    const count = (shown: readonly string[]): number => Number(/✓ (\d+) allowed/.exec(shown.join('\n'))?.[1]);
    assert.equal(count(await settled(botPolicy)), count(before) + 1);
    await pair.write('tests/new.iamtest.jsonc', own('s3:PutBucketPolicy'));
    assert.match((await settled(botPolicy)).join('\n'), /⚠ 1 test fails/);
    await pair.write('tests/new.iamtest.jsonc', undefined);
    assert.equal(count(await settled(botPolicy)), count(before));
  });

  test('are listed behind a lens, with where they stand and where they were decided', async () => {
    await pair.open(scp, textOf(scp));
    await settled(scp);
    const { items } = await pair.send(decisionsRequest, { uri: pair.uri(scp), statement: 0 });
    assert.ok(items.length > 3);
    for (const { label, decidedAt, test: place } of items) {
      assert.match(label, /^✗ /);
      assert.equal(decidedAt?.uri, pair.uri(scp));
      assert.match(place?.uri ?? '', /\.iamtest\.jsonc$/);
    }
    const allowed = await pair.send(decisionsRequest, { uri: pair.uri(scp), outcome: 'allowed' });
    assert.ok(allowed.items.every(({ decision }) => decision === 'allowed'));
  });

  test('a request remembered about one policy is answered above another that has a say in it', async () => {
    await pair.open(scp, textOf(scp));
    const requests = [
      {
        id: 'request-1',
        action: 'sqs:CreateQueue',
        resource: 'arn:aws:sqs:us-east-1:444444444444:q',
        principal: 'pipeline/user/s3-monitoring-bot',
        context: {},
      },
    ];
    const before = await settled(scp);
    await pair.notify(rememberRequestsNotification, { uri: pair.uri(botPolicy), requests });
    const denied = (shown: readonly string[]): number => Number(/✗ (\d+) denied/.exec(shown.join('\n'))?.[1]);
    await pair.change(scp, `${textOf(scp)}\n`);
    assert.equal(denied(await titles(scp)), denied(before) + 1);
  });
});

describe('a test file that stands alone', () => {
  afterEach(() => pair.close());

  test('is asked of the policies that it names, with their unsaved text', async () => {
    const allow = (action: string): string =>
      `{ "Version": "2012-10-17", "Statement": [{ "Sid": "A", "Effect": "Allow", "Action": "${action}", "Resource": "*" }] }`;
    const tests = `{ "policies": { "identityPolicies": ["./bot.json"] }, "tests": [
      { "principal": "arn:aws:iam::111122223333:user/bot", "action": ["s3:GetObject", "s3:PutObject"], "resource": "arn:aws:s3:::media/a", "expect": "allowed", "by": "bot.json#A" }
    ] }`;
    pair = await startPair({ files: { 'bot.json': allow('s3:Get*') } });
    await pair.open('bot.iamtest.jsonc', tests);
    assert.match((await titles('bot.iamtest.jsonc'))[1] ?? '', /^fails \(1 of 2\): expected `allowed`, but it is `implicitDeny`/);
    await pair.open('bot.json', allow('s3:*Object'));
    assert.deepEqual((await titles('bot.iamtest.jsonc')).slice(0, 2), ['2 of 2 tests pass', 'passes: ✓ 2 allowed']);
  });

  test('one test that cannot be understood says so, the others are answered', async () => {
    pair = await startPair({ files: { ...files } });
    const tests = `{ "organization": "../organization.jsonc", "tests": [
      { "name": "nobody", "principal": "pipeline/user/s3-monitorin-bot", "action": "s3:ListAllMyBuckets", "expect": "allowed" },
      { "name": "somebody", "principal": "pipeline/user/s3-monitoring-bot", "action": "s3:ListAllMyBuckets", "expect": "allowed" }
    ] }`;
    await pair.open('tests/mine.iamtest.jsonc', tests);
    const shown = await titles('tests/mine.iamtest.jsonc');
    assert.equal(shown[0], '1 of 2 tests pass');
    assert.match(shown[1] ?? '', /^cannot be run: .*s3-monitorin-bot/);
  });

  test('without an organization where it names one, says so', async () => {
    pair = await startPair({ files: {} });
    await pair.open(
      'a.iamtest.jsonc',
      '{ "organization": "./nowhere.jsonc", "tests": [{ "principal": "a/user/b", "action": "s3:GetObject", "expect": "allowed" }] }',
    );
    assert.match((await titles('a.iamtest.jsonc'))[1] ?? '', /^cannot be run/);
  });
});

/** A text with edits of the protocol in it. */
function edited(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///a', 'jsonc', 1, text), [...edits]);
}

describe('what is decided now', () => {
  beforeEach(async () => {
    pair = await startPair({ files });
  });
  afterEach(() => pair.close());

  const name = 'tests/mine.iamtest.jsonc';
  const tests = (rest: string): string =>
    `{ "organization": "../organization.jsonc", "tests": [\n  { "principal": "pipeline/user/s3-monitoring-bot", "action": "ec2:RunInstances", "resource": "arn:aws:ec2:us-east-1:444444444444:instance/*"${rest} }\n] }`;

  test('becomes what a test expects, with the statement where it named one', async () => {
    const text = tests(', "expect": "allowed", "by": "policies/scp/deny-leave.json#NobodyLeaves" // as ever\n');
    await pair.open(name, text);
    const { edits } = await pair.send(expectActualRequest, { uri: pair.uri(name), index: 0 });
    const changed = edited(text, [...edits]);
    assert.match(changed, /"expect": "explicitDeny", "by": "policies\/scp\/data-only.json#OnlyDataServices" \/\/ as ever/);
    await pair.change(name, changed);
    assert.deepEqual((await titles(name)).slice(0, 2), ['1 of 1 tests pass', 'passes: ✗ denied by OnlyDataServices']);
  });

  test('is shown above a test that expects nothing yet, and can be taken', async () => {
    const text = tests('');
    await pair.open(name, text);
    const shown = await titles(name);
    assert.deepEqual(shown, ['0 of 0 tests pass', '✗ denied by OnlyDataServices', '→ data-only#OnlyDataServices', 'Expect this']);
    const { edits } = await pair.send(expectActualRequest, { uri: pair.uri(name), index: 0 });
    assert.match(edited(text, [...edits]), /"expect": "explicitDeny"/);
  });

  test('is no one thing where the cases of a test come out differently', async () => {
    const text = tests(', "expect": "allowed"')
      .replace('"ec2:RunInstances"', '["ec2:RunInstances", "s3:ListAllMyBuckets"]')
      .replace(/"arn[^"]*"/, '"*"');
    await pair.open(name, text);
    assert.deepEqual((await pair.send(expectActualRequest, { uri: pair.uri(name), index: 0 })).edits, []);
    assert.ok(!(await titles(name)).includes('Expect this'));
  });

  const question = {
    principal: 'pipeline/user/s3-monitoring-bot',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::media/a.png',
    context: {},
    contextIsComplete: false,
  };

  test('of a request becomes a test at the end of a file, that passes', async () => {
    await pair.open(bot, textOf(bot));
    const result = await pair.send(saveAsTestRequest, {
      question: { uri: pair.uri(botPolicy), ...question },
      name: 'it reads',
      file: pair.uri(bot),
    });
    assert.ok(result.kind === 'file' && result.file.newText === null);
    await pair.change(bot, edited(textOf(bot), [...result.file.edits]));
    const shown = await titles(bot);
    assert.equal(shown[0], '7 of 7 tests pass');
    assert.match(
      edited(textOf(bot), [...result.file.edits]),
      /"name": "it reads"[\s\S]*"contextIsComplete": false[\s\S]*s3-monitoring-bot-policy.json#ReadAndDelete"/,
    );
  });

  test('of a request becomes a new file among the tests of the organization, that passes', async () => {
    const result = await pair.send(saveAsTestRequest, {
      question: { uri: pair.uri(botPolicy), ...question },
      name: 'it reads',
      file: null,
    });
    assert.ok(result.kind === 'file' && result.file.newText !== null);
    assert.equal(result.file.uri, pair.uri('tests/s3-monitoring-bot-policy.iamtest.jsonc'));
    await pair.open('tests/s3-monitoring-bot-policy.iamtest.jsonc', result.file.newText);
    assert.equal((await titles('tests/s3-monitoring-bot-policy.iamtest.jsonc'))[0], '1 of 1 tests pass');
  });

  test('of a policy without any organization stands in a file that names the policy', async () => {
    await pair.close();
    pair = await startPair({ files: {} });
    const text = '{ "Version": "2012-10-17", "Statement": [{ "Sid": "A", "Effect": "Deny", "Action": "s3:Get*", "Resource": "*" }] }';
    await pair.open('guard.scp.json', text);
    const asked = { ...question, uri: pair.uri('guard.scp.json'), principal: 'arn:aws:iam::111122223333:user/bot' };
    const result = await pair.send(saveAsTestRequest, { question: asked, name: 'no reads', file: null });
    assert.ok(result.kind === 'file' && result.file.newText !== null);
    await pair.open('guard.scp.iamtest.jsonc', result.file.newText);
    assert.deepEqual((await titles('guard.scp.iamtest.jsonc')).slice(0, 2), ['1 of 1 tests pass', 'passes: ✗ denied by A']);
  });

  test('is refused for a file whose JSON is broken, which stays as it is', async () => {
    await pair.open(bot, textOf(bot).slice(0, -10));
    const result = await pair.send(saveAsTestRequest, {
      question: { uri: pair.uri(botPolicy), ...question },
      name: 'x',
      file: pair.uri(bot),
    });
    assert.equal(result.kind, 'refused');
  });
});
