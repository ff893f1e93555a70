import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { rememberRequestsNotification, simulateRequest, virtualDocumentRequest } from '../../server/src/protocol/requests';
import type { SimulateResult } from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';
import { readSample } from '../support/sample';

const policy = (...statements: readonly string[]): string => `{ "Version": "2012-10-17", "Statement": [\n${statements.join(',\n')}\n] }`;

interface Asked {
  readonly action: string;
  readonly resource?: string;
  readonly principal?: string;
}

let pair: Pair;
let documents = 0;

/** The titles of the lenses of a policy about which these requests are remembered. */
async function lensesOf(text: string, asked: readonly Asked[], name = `policy-${(documents += 1)}.json`): Promise<readonly string[]> {
  await pair.open(name, text);
  const requests = asked.map(({ action, resource = 'arn:aws:s3:::media/a.png', principal = '' }, index) => ({
    id: `request-${index}`,
    action,
    resource,
    principal,
    context: {},
  }));
  await pair.notify(rememberRequestsNotification, { uri: pair.uri(name), requests });
  return (await pair.lenses(name)).map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`);
}

function ask(name: string, asked: Asked): Promise<SimulateResult> {
  const { action, resource = 'arn:aws:s3:::media/a.png', principal = '' } = asked;
  return pair.send(simulateRequest, { uri: pair.uri(name), action, resource, principal, context: {}, contextIsComplete: false });
}

const read = '{ "Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }';

describe('lenses of a policy that stands alone', () => {
  before(async () => {
    pair = await startPair();
  });
  after(() => pair.close());

  test('one request: its action, what decided, and where', async () => {
    assert.deepEqual(await lensesOf(policy(read), [{ action: 's3:GetObject' }]), [
      '0 ✓ s3:GetObject allowed by Read',
      '0 Would this be allowed…?',
      '1 ■ decides s3:GetObject',
    ]);
  });

  test('several requests: how many of each outcome, in one row', async () => {
    const requests = [
      { action: 's3:GetObject' },
      { action: 's3:GetObjectTagging' },
      { action: 's3:PutObject' },
      { action: 's3:DeleteObject' },
    ];
    const deny = '{ "Sid": "Keep", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" }';
    assert.deepEqual(await lensesOf(policy(read, deny), requests), [
      '0 ✓ 2 allowed',
      '0 ✗ 2 denied, 1 here',
      '0 Would this be allowed…?',
      '1 ■ decides 2 requests',
      '2 ■ decides s3:DeleteObject',
    ]);
  });

  const open: readonly (readonly [what: string, statement: string])[] = [
    ['a key that nobody gave', '"Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } }'],
    ['who calls', '"Resource": "*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } }'],
    ['whose account it is', '"Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalAccount": "111122223333" } }'],
    ['who owns the bucket', '"Resource": "*", "Condition": { "StringEquals": { "aws:ResourceAccount": "111122223333" } }'],
    ['the organization of the caller', '"Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }'],
    ['a tag of the caller', '"Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "data" } }'],
    ['the name in a variable', '"Resource": "arn:aws:s3:::media/${aws:username}.png"'],
  ];
  for (const [what, rest] of open) {
    test(`what depends on ${what} is open, neither allowed nor denied`, async () => {
      const [first] = await lensesOf(policy(`{ "Effect": "Allow", "Action": "s3:GetObject", ${rest} }`), [{ action: 's3:GetObject' }]);
      assert.match(first ?? '', /^0 \? s3:GetObject /);
    });
  }

  test('a service control policy of denials stands beside FullAWSAccess', async () => {
    const text = policy('{ "Sid": "NoDelete", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" }');
    const titles = await lensesOf(text, [{ action: 's3:DeleteObject' }, { action: 's3:GetObject' }], 'guard.scp.json');
    assert.match(titles.join('\n'), /✗ s3:DeleteObject denied by NoDelete/);
    assert.match(titles.join('\n'), /✓ s3:GetObject allowed/);
  });

  test('what cannot be asked says why, and is not denied', async () => {
    const text = policy('{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/*" }');
    const [first] = await lensesOf(text, [{ action: 's3:GetObject' }]);
    assert.match(first ?? '', /^0 \? s3:GetObject .*needs somebody who calls/);
  });

  test('a document that is no policy, and a broken one, have no wrong lens', async () => {
    assert.deepEqual(await lensesOf('[1, 2]', [{ action: 's3:GetObject' }]), []);
    const [first] = await lensesOf(policy(read).slice(0, -4), [{ action: 's3:GetObject' }]);
    assert.doesNotMatch(first ?? '', /[✓✗]/);
  });
});

describe('answers in the sample organization', () => {
  const files = readSample();
  const botFile = 'iam/pipeline/policies/s3-monitoring-bot-policy.json';
  const bot = 'pipeline/user/s3-monitoring-bot';

  before(async () => {
    pair = await startPair({ files });
    await pair.open(botFile, files[botFile] ?? '');
  });
  after(() => pair.close());

  test('name the statement, its file and the levels above it', async () => {
    const result = await ask(botFile, { principal: bot, action: 's3:GetObject' });
    assert.equal(result.decision, 'allowed');
    assert.equal(result.decidedBy?.location?.uri, pair.uri(botFile));
    const levels = result.layers.filter(({ layer }) => layer.startsWith('scp')).map(({ label }) => label);
    assert.deepEqual(levels, ['SCP: Root', 'SCP: Data', 'SCP: pipeline']);
  });

  test('point into a file that is not open, and into a policy that AWS manages', async () => {
    const denied = await ask(botFile, {
      principal: bot,
      action: 'ec2:RunInstances',
      resource: 'arn:aws:ec2:us-east-1:444444444444:instance/*',
    });
    assert.equal(denied.decision, 'explicitDeny');
    const { uri, range } = denied.decidedBy?.location ?? {};
    assert.equal(uri, pair.uri('policies/scp/data-only.json'));
    const line = files['policies/scp/data-only.json']?.split('\n').findIndex((text) => text.includes('"Sid"'));
    assert.equal(range?.start.line, (line ?? 0) - 1);
    const managed = denied.statements.find(({ label }) => label.startsWith('FullAWSAccess'));
    assert.equal(managed?.location?.uri, 'gatehouse:/managed/FullAWSAccess.json');
    const text = await pair.send(virtualDocumentRequest, { uri: 'gatehouse:/managed/FullAWSAccess.json' });
    assert.match(text?.text ?? '', /"Action": "\*"/);
  });

  test('follow an open, unsaved SCP', async () => {
    const scp = 'policies/scp/data-only.json';
    await pair.open(scp, policy('{ "Sid": "Nothing", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }'));
    const denied = await ask(botFile, { principal: bot, action: 's3:GetObject' });
    assert.equal(denied.decision, 'explicitDeny');
    assert.match(denied.headline, /data-only#Nothing/);
    await pair.closeDocument(scp);
    assert.equal((await ask(botFile, { principal: bot, action: 's3:GetObject' })).decision, 'allowed');
  });

  test('do not guess who a principal is', async () => {
    const result = await ask(botFile, { principal: 'pipeline/user/nobody', action: 's3:GetObject' });
    assert.ok('principal' in result.fieldProblems);
    assert.equal(result.statements.length, 0);
  });
});
