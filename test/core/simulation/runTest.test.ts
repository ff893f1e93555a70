import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { describeTrace } from '../../../server/src/core/evaluation/describeTrace';
import { filesFrom } from '../../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../../server/src/core/organization/policyLoader';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { readStatementName } from '../../../server/src/core/simulation/decidingStatement';
import { readTests } from '../../../server/src/core/simulation/readTests';
import { runTest } from '../../../server/src/core/simulation/runTest';
import { english } from '../../../server/src/core/text/message';
import { tinyCatalog } from '../../support/tinyCatalog';

import { companyFiles } from '../organization/fixture';

const catalog = tinyCatalog();

function run(written: Readonly<Record<string, unknown>>) {
  const files = companyFiles();
  const { organization } = readOrganization(files);
  assert.ok(organization);
  const load = createPolicyLoader({ files: filesFrom(files), managedPolicyDocument: managedPolicy });
  const [testCase] = readTests(JSON.stringify({ tests: [written] })).cases;
  assert.ok(testCase);
  return runTest(testCase, { ground: { kind: 'organization', organization, load }, catalog, urisOf: (file) => [file] });
}

const everything = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }';
const managedPolicy = (name: string): string =>
  name.includes('FullAWSAccess') ? everything : '{ "Version": "2012-10-17", "Statement": [] }';

const reads = { principal: 'pipeline/user/bot', action: 's3:GetObject', resource: 'arn:aws:s3:::other/a.png' };
const bucketDecides = 'resources/pipeline/media.bucket.json#0';

describe('a test', () => {
  const outcomes: readonly (readonly [string, Readonly<Record<string, unknown>>, string, RegExp?])[] = [
    ['passes when the decision is the expected one', { ...reads, expect: 'allowed' }, 'passed'],
    ['fails when it is not', { ...reads, expect: 'denied' }, 'failed', /expected `denied`, but it is `allowed`/],
    ['takes either deny for `denied`', { ...reads, action: 's3:PutObject', expect: 'denied' }, 'passed'],
    ['knows the statement by index', { ...reads, expect: 'allowed', by: 'iam/pipeline/policies/bot.json#0' }, 'passed'],
    ['fails when another statement decided', { ...reads, expect: 'allowed', by: bucketDecides }, 'failed', /but `bot#0` decided/],
    [
      'fails when none decided',
      { ...reads, action: 's3:PutObject', expect: 'denied', by: bucketDecides },
      'failed',
      /no statement decided/,
    ],
    [
      'knows an inline policy by its file and name',
      {
        ...reads,
        action: 'sqs:ReceiveMessage',
        resource: 'arn:aws:sqs:us-east-1:444444444444:q',
        expect: 'allowed',
        by: 'iam/pipeline/principals.jsonc#bot/extra#0',
      },
      'passed',
    ],
    [
      'is unclear when nobody is called so',
      { ...reads, principal: 'pipeline/user/bto', expect: 'allowed' },
      'unclear',
      /has no user `bto`/,
    ],
    ['is unclear when `by` names no statement', { ...reads, expect: 'allowed', by: 'bot.json' }, 'unclear', /names no statement/],
  ];
  for (const [name, written, kind, says] of outcomes) {
    test(name, () => {
      const outcome = run(written);
      assert.equal(outcome.kind, kind, outcome.kind === 'passed' ? '' : english(outcome.reason));
      if (says !== undefined) assert.match(outcome.kind === 'passed' ? '' : english(outcome.reason), says);
    });
  }
});

describe('a test file', () => {
  test('shares its context, and a test adds to it', () => {
    const { cases } = readTests(`{ "context": { "a:x": "1", "a:y": ["1", "2"] }, "contextIsComplete": false,
      "tests": [{ "principal": "p", "action": "s3:GetObject", "expect": "allowed", "context": { "a:x": true } },
                { "principal": "p", "action": "s3:GetObject", "expect": "allowed", "contextIsComplete": true }] }`);
    assert.deepEqual(
      cases.map(({ context, contextIsComplete }) => [context, contextIsComplete]),
      [
        [{ 'a:x': true, 'a:y': ['1', '2'] }, false],
        [{ 'a:x': '1', 'a:y': ['1', '2'] }, true],
      ],
    );
  });

  test('has the tests that can be understood, whatever stands around them', () => {
    const text =
      '{ "tests": [null, { "expect": "allowed" }, { "principal": "p", "action": 3, "expect": "allowed" }, { "principal": "p", "action": "s3:GetObject", "expect": "allowed" }, {';
    for (let length = 0; length <= text.length; length++) assert.ok(readTests(text.slice(0, length)).problems.length > 0);
    const { cases, problems } = readTests(text);
    assert.equal(cases.length, 1);
    assert.ok(problems.some(({ code }) => code === 'missing-field'));
  });
});

test('a statement is named by file, inline policy and Sid or index', () => {
  assert.deepEqual(readStatementName('a/b.json#Sid'), { file: 'a/b.json', inline: undefined, statement: 'Sid' });
  assert.deepEqual(readStatementName('p.jsonc#etl/extra#0'), { file: 'p.jsonc', inline: 'etl/extra', statement: '0' });
  assert.equal(readStatementName('a.json'), undefined);
  assert.equal(readStatementName('#0'), undefined);
  assert.equal(readStatementName('a.json#'), undefined);
});

test('the headline of a case is that of its trace', () => {
  const asked = [
    reads,
    { ...reads, action: 's3:PutObject' },
    { ...reads, action: 'ec2:RunInstances', resource: '*' },
    { ...reads, action: 'sts:GetCallerIdentity', resource: '*' },
    { ...reads, principal: 'pipeline/root' },
    { ...reads, resource: 'arn:aws:s3:::media/a.png', contextIsComplete: false },
    { ...reads, resource: 'arn:aws-cn:s3:::media/a.png' },
  ];
  for (const request of asked) {
    const outcome = run({ ...request, expect: 'allowed' });
    assert.ok(outcome.kind !== 'unclear');
    assert.deepEqual(outcome.headline(), describeTrace(outcome.explain(), outcome.levelNames).headline);
  }
});
