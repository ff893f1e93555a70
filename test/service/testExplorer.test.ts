import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { CancellationTokenSource } from 'vscode-languageserver/node';

import {
  exercisedRequest,
  heldResultsRequest,
  runTestsRequest,
  testFilesRequest,
  testResultsNotification,
} from '../../server/src/protocol/decisions';
import type { ChosenTests, ExercisedStatement, TestFileItem, TestResult } from '../../server/src/protocol/decisions';
import { rememberRequestsNotification } from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';
import { readSample } from '../support/sample';

const scp = 'policies/scp/data-only.json';
const bot = 'tests/bot.iamtest.jsonc';
const botPolicy = 'iam/pipeline/policies/s3-monitoring-bot-policy.json';

const files = readSample();
const textOf = (name: string): string => files[name] ?? assert.fail(`the sample has no ${name}`);
const policy = (...statements: readonly string[]): string => `{ "Version": "2012-10-17", "Statement": [${statements.join(', ')}] }`;
const denyS3 = policy('{ "Sid": "Nothing", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }');

const many = 'tests/many.iamtest.jsonc';

interface Told {
  readonly results: readonly TestResult[];
}

let pair: Pair;
let runs = 0;

async function listed(name: string): Promise<TestFileItem> {
  const { files: found } = await pair.send(testFilesRequest, { uri: pair.uri(name) });
  return found[0] ?? assert.fail(`${name} is not listed`);
}

/** All results of a run, those that were told while it went on included. */
async function run(tests?: readonly ChosenTests[], changed = false): Promise<readonly TestResult[]> {
  const told: TestResult[] = [];
  runs += 1;
  const hearing = pair.connection.onNotification(testResultsNotification.method, ({ results }: Told) => void told.push(...results));
  try {
    const { results } = await pair.send(runTestsRequest, { run: runs, changed, ...(tests === undefined ? {} : { tests }) });
    return [...told, ...results];
  } finally {
    hearing.dispose();
  }
}

const outcomes = (results: readonly TestResult[]): readonly string[] => results.map(({ id, outcome }) => `${id} ${outcome}`);

const counts = (statements: readonly ExercisedStatement[]): readonly string[] =>
  statements.map(({ label, matched, decided, open }) => `${label} ${matched} ${decided} ${open}`);

async function exercised(name: string, tests?: readonly ChosenTests[]): Promise<readonly string[]> {
  const { files: found } = await pair.send(exercisedRequest, { uri: pair.uri(name), ...(tests === undefined ? {} : { tests }) });
  return counts(found[0]?.statements ?? []);
}

/** A test file of one organization's user with as many tests as wanted. */
function manyTests(count: number): string {
  const tests = Array.from({ length: count }, (_, at) => ({
    name: `test ${at}`,
    principal: 'pipeline/user/s3-monitoring-bot',
    action: 's3:GetObject',
    resource: `arn:aws:s3:::media/${at}.png`,
    expect: 'allowed',
  }));
  return JSON.stringify({ organization: '../organization.jsonc', tests });
}

describe('the tests of a workspace are listed', () => {
  beforeEach(async () => {
    pair = await startPair({ files });
  });
  afterEach(() => pair.close());

  test('by file, those with lists with their cases below them', async () => {
    const { files: all } = await pair.send(testFilesRequest, {});
    assert.deepEqual(
      all.map(({ uri, problem }) => [uri, problem]),
      ['bot', 'data-ou', 'people'].map((name) => [pair.uri(`tests/${name}.iamtest.jsonc`), null]),
    );
    const { tests } = await listed(bot);
    assert.deepEqual(
      tests.map(({ id, label }) => `${id} ${label}`),
      [
        '0 the bot lists the buckets',
        '1 the bot lists the objects of its bucket',
        '2 the bot reads and deletes objects',
        '3 the bot uploads nothing',
        '4 the bot starts no machine',
      ],
    );
    assert.deepEqual(
      tests[2]?.children.map(({ id, label }) => `${id} ${label}`),
      ['2.0 s3:GetObject', '2.1 s3:DeleteObject'],
    );
    assert.equal(tests[0]?.description, 'pipeline/user/s3-monitoring-bot · s3:ListAllMyBuckets');
    assert.equal(textOf(bot).split('\n')[tests[0]?.range.start.line ?? 0]?.trim(), '{');
    assert.ok(tests[0]?.tags.includes('account:pipeline'));
    assert.ok(tests[0]?.tags.includes('type:scp'));
  });

  test('as they stand in an unsaved buffer, and a broken file with what is wrong', async () => {
    await pair.open(bot, textOf(bot).replace('the bot lists the buckets', 'renamed'));
    assert.equal((await listed(bot)).tests[0]?.label, 'renamed');
    await pair.change(
      bot,
      '{ "organization": "../nowhere", "tests": [ { "name": "a", "principal": "b", "action": "s3:GetObject", "expect": "allowed" } ] }',
    );
    const file = await listed(bot);
    assert.match(file.problem ?? '', /^1: there is no organization at `..\/nowhere`/);
    assert.equal(file.tests.length, 1);
    assert.deepEqual(outcomes(await run([{ uri: pair.uri(bot) }])), [' unclear', '0 unclear']);
  });

  test('none, where there is none', async () => {
    const { files: found } = await pair.send(testFilesRequest, { uri: pair.uri('tests/gone.iamtest.jsonc') });
    assert.deepEqual(found, []);
  });
});

describe('tests are run', () => {
  beforeEach(async () => {
    pair = await startPair({ files });
  });
  afterEach(() => pair.close());

  test('all of them; those of the sample pass', async () => {
    const results = await run();
    assert.ok(results.length > 20);
    assert.deepEqual(
      results.filter(({ outcome }) => outcome !== 'passed'),
      [],
    );
  });

  test('the chosen ones alone; a test with lists means its cases', async () => {
    assert.deepEqual(outcomes(await run([{ uri: pair.uri(bot), ids: ['0', '2'] }])), ['0 passed', '2.0 passed', '2.1 passed']);
    assert.deepEqual(outcomes(await run([{ uri: pair.uri(bot), ids: ['2.1'] }])), ['2.1 passed']);
  });

  test('with the unsaved text of a policy, and a failure says what was expected, what came, and why', async () => {
    await pair.open(scp, denyS3);
    const [failed] = await run([{ uri: pair.uri(bot), ids: ['0'] }]);
    assert.equal(failed?.outcome, 'failed');
    assert.match(failed.message, /expected `allowed`, but it is `explicitDeny`\nDenied by data-only#Nothing/);
    assert.equal(failed.expected, 'allowed\ndecided by iam/pipeline/policies/s3-monitoring-bot-policy.json#ListBuckets');
    assert.equal(failed.actual, 'explicitDeny\ndecided by data-only#Nothing');
    assert.deepEqual(failed.decidedBy, {
      label: 'data-only#Nothing',
      location: {
        uri: pair.uri(scp),
        range: { start: { line: 0, character: denyS3.indexOf('{ "Sid"') }, end: { line: 0, character: denyS3.indexOf(']') } },
      },
    });
    assert.match(failed.trace, /^✗ Denied by data-only#Nothing[^]*\nStatements\n[^]*data-only#Nothing \(SCP: Data\): decided/);
    assert.match(textOf(bot).split('\n')[failed.range.start.line] ?? '', /"expect": "allowed"/);
  });

  test('a decision by another statement is a failure with that difference alone', async () => {
    await pair.open(bot, textOf(bot).replace('#ReadAndDelete', '#ListBuckets'));
    const [failed] = await run([{ uri: pair.uri(bot), ids: ['2.0'] }]);
    assert.equal(failed?.expected.split('\n')[0], failed?.actual.split('\n')[0]);
    assert.match(failed?.actual ?? '', /\ndecided by s3-monitoring-bot-policy#ReadAndDelete$/);
  });

  test('in pieces, each on its way before the next is decided', async () => {
    await pair.open(many, manyTests(1000));
    const pieces: number[] = [];
    const hearing = pair.connection.onNotification(testResultsNotification.method, ({ results }: Told) => void pieces.push(results.length));
    const { results } = await pair.send(runTestsRequest, { run: 1, tests: [{ uri: pair.uri(many) }] });
    hearing.dispose();
    assert.deepEqual([pieces.length, new Set(pieces).size, pieces[0], results.length], [10, 1, 100, 0]);
  });

  test('not to the end when that is cancelled, and what is known by then is told', async () => {
    await pair.open(many, manyTests(3000));
    const source = new CancellationTokenSource();
    let told = 0;
    const hearing = pair.connection.onNotification(testResultsNotification.method, ({ results }: Told) => {
      told += results.length;
      source.cancel();
    });
    const params = { run: 2, tests: [{ uri: pair.uri(many) }] };
    const { results } = await pair.connection.sendRequest<Told>(runTestsRequest.method, params, source.token);
    hearing.dispose();
    assert.ok(told + results.length >= 100 && told + results.length < 1500, `${told} and ${results.length}`);
  });

  test('again only where it came out otherwise', async () => {
    const tests = [{ uri: pair.uri(bot) }];
    await run(tests);
    await pair.open(botPolicy, textOf(botPolicy).replace('s3:ListAllMyBuckets', 's3:GetBucketAcl'));
    assert.deepEqual(outcomes(await run(tests, true)), ['0 failed']);
    assert.deepEqual(await run(tests, true), []);
    await pair.change(botPolicy, textOf(botPolicy));
    assert.deepEqual(outcomes(await run(tests, true)), ['0 passed']);
  });
});

describe('results that were told', () => {
  beforeEach(async () => {
    pair = await startPair({ files });
  });
  afterEach(() => pair.close());

  const held = async (): Promise<readonly string[]> =>
    (await pair.send(heldResultsRequest, { uris: [pair.uri(bot)] })).files[0]?.keys.filter((key) => key !== '') ?? [];

  test('hold until a text changes what comes out', async () => {
    assert.deepEqual(await held(), []);
    const results = await run([{ uri: pair.uri(bot) }]);
    assert.deepEqual([...(await held())].sort(), results.map(({ key }) => key).sort());
    await pair.open(botPolicy, textOf(botPolicy).replace('s3:ListAllMyBuckets', 's3:GetBucketAcl'));
    const now = await held();
    assert.deepEqual(
      results.filter(({ key }) => !now.includes(key)).map(({ id }) => id),
      ['0'],
    );
    // What was out of date once is to be run again, whatever is undone.
    await pair.change(botPolicy, textOf(botPolicy));
    assert.equal((await held()).length, now.length);
  });

  test('hold when the test moves, and no more when another thing is asked', async () => {
    const results = await run([{ uri: pair.uri(bot) }]);
    await pair.open(
      bot,
      textOf(bot).replace(
        '"tests": [',
        '"tests": [ { "name": "new", "principal": "pipeline/root", "action": "s3:GetObject", "expect": "denied" },',
      ),
    );
    assert.equal((await held()).length, results.length);
    await pair.change(bot, textOf(bot).replace('"action": "s3:PutObject"', '"action": "s3:PutObjectAcl"'));
    const now = await held();
    assert.deepEqual(
      results.filter(({ key }) => !now.includes(key)).map(({ id }) => id),
      ['3'],
    );
  });
});

describe('what requests do with statements', () => {
  beforeEach(async () => {
    pair = await startPair({ files });
  });
  afterEach(() => pair.close());

  test('of a run: every policy it reached, and those attached that it did not', async () => {
    const { files: found } = await pair.send(exercisedRequest, { tests: [{ uri: pair.uri(bot) }] });
    const byName = new Map(found.map(({ uri, statements }) => [uri.slice(pair.uri('').length), counts(statements)]));
    assert.deepEqual(byName.get(scp), ['data-only#OnlyDataServices 1 1 0']);
    assert.deepEqual(byName.get(botPolicy), [
      's3-monitoring-bot-policy#ListBuckets 1 1 0',
      's3-monitoring-bot-policy#ListObjects 1 1 0',
      's3-monitoring-bot-policy#ReadAndDelete 2 2 0',
    ]);
    const unreached = byName.get('iam/pipeline/policies/etl-policy.json') ?? assert.fail('an attached policy is missing');
    assert.ok(unreached.length > 0 && unreached.every((line) => line.endsWith(' 0 0 0')));
    assert.ok(found.every(({ uri }) => !uri.startsWith('gatehouse:')));
  });

  test('of a few tests only what those do', async () => {
    assert.deepEqual(await exercised(botPolicy, [{ uri: pair.uri(bot), ids: ['0'] }]), [
      's3-monitoring-bot-policy#ListBuckets 1 1 0',
      's3-monitoring-bot-policy#ListObjects 0 0 0',
      's3-monitoring-bot-policy#ReadAndDelete 0 0 0',
    ]);
  });

  test('of a policy: all tests and remembered requests, with its text of now', async () => {
    await pair.open(botPolicy, textOf(botPolicy));
    const before = await exercised(botPolicy);
    assert.ok(before.includes('s3-monitoring-bot-policy#ReadAndDelete 2 2 0'));
    const request = {
      id: 'request-1',
      principal: 'pipeline/user/s3-monitoring-bot',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::media/b.png',
    };
    await pair.notify(rememberRequestsNotification, { uri: pair.uri(botPolicy), requests: [{ ...request, context: {} }] });
    assert.ok((await exercised(botPolicy)).includes('s3-monitoring-bot-policy#ReadAndDelete 3 3 0'));
    await pair.change(botPolicy, textOf(botPolicy).replace('s3:DeleteObject', 's3:PutObjectTagging'));
    assert.ok((await exercised(botPolicy)).includes('s3-monitoring-bot-policy#ReadAndDelete 2 2 0'));
  });

  test('a statement that may match is neither matched nor never reached', async () => {
    const name = 'alone.json';
    const condition = '"Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } }';
    await pair.open(name, policy(`{ "Sid": "May", "Effect": "Allow", "Action": "s3:*", "Resource": "*", ${condition} }`));
    const request = { id: 'request-1', principal: '', action: 's3:GetObject', resource: 'arn:aws:s3:::media/b.png', context: {} };
    await pair.notify(rememberRequestsNotification, { uri: pair.uri(name), requests: [request] });
    const [may] = await exercised(name);
    assert.match(may ?? '', /#May 0 0 1$/);
  });

  test('nothing is said of a policy about which nobody asks', async () => {
    await pair.open('lonely.json', policy('{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }'));
    assert.deepEqual((await pair.send(exercisedRequest, { uri: pair.uri('lonely.json') })).files, []);
  });

  test('of a policy that AWS manages only when it is asked for', async () => {
    const { files: found } = await pair.send(exercisedRequest, { uri: 'gatehouse:/managed/FullAWSAccess.json' });
    assert.equal(found.length, 1);
    assert.ok((found[0]?.statements[0]?.matched ?? 0) > 0);
  });
});
