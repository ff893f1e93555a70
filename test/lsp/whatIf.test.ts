import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  compareWithRevisionRequest,
  planOrganizationEditRequest,
  planSaveRequest,
  rememberRequestsNotification,
} from '../../server/src/protocol/requests';
import type { OrganizationEditParams, OrganizationPlan } from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';

type Pair = Awaited<ReturnType<typeof startPair>>;

const folder = 'file:///workspace/org';
const policy = (Effect: string, Action: string, Sid = 'Only', more: object = {}): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid, Effect, Action, Resource: '*', ...more }] });
const files: Readonly<Record<string, string>> = {
  'org/organization.jsonc': `{
  "organization": { "id": "o-a1b2c3d4e5", "name": "Company", "managementAccount": "company" },
  "root": {
    "id": "r-ab12",
    "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" },
    "ous": [
      { "name": "Open", "id": "ou-ab12-11111111" },
      { "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/no-queues"] }
    ]
  },
  "policies": { "scp/no-queues": { "file": "policies/scp/no-queues.json" }, "scp/no-tables": { "file": "policies/scp/no-tables.json" } }
}
`,
  'org/accounts.jsonc': `[
  { "name": "company", "id": "111111111111" },
  { "name": "pipeline", "id": "333333333333", "ou": "/Open" }
]
`,
  'org/policies/scp/no-queues.json': policy('Deny', 'sqs:*', 'NoQueues'),
  'org/policies/scp/no-tables.json': policy('Deny', 'dynamodb:*', 'NoTables'),
  'org/iam/pipeline/principals.jsonc': '{ "users": [{ "name": "bot", "managed": ["./policies/bot.json"] }] }',
  'org/iam/pipeline/policies/bot.json': policy('Allow', 'sqs:SendMessage', 'Send'),
  'org/bot.iamtest.jsonc': JSON.stringify({
    tests: [
      { name: 'the bot sends', principal: 'pipeline/user/bot', action: 'sqs:SendMessage', resource: '*', expect: 'allowed' },
      { name: 'the bot reads no tables', principal: 'pipeline/user/bot', action: 'dynamodb:GetItem', resource: '*', expect: 'denied' },
    ],
  }),
  'alone.json': policy('Allow', 's3:GetObject'),
};

type Plan = Extract<OrganizationPlan, { readonly kind: 'plan' }>;

function planOf(answer: OrganizationPlan): Plan {
  assert.ok(answer.kind === 'plan', answer.kind === 'refused' ? answer.reason : '');
  return answer;
}

/** The lines that are there on one side only, as they stand beside each other. */
function sideBySide({ before: one, after: other }: Plan): readonly string[] {
  const [before, now] = [one.split('\n'), other.split('\n')];
  const end = before.findIndex((line, at) => at > 3 && /^(Policies level|Files)/.test(line));
  const decisions = before.slice(0, end < 0 ? before.length : end);
  return decisions.flatMap((line, at) => (line === now[at] ? [] : [`${line.trim()} | ${now[at]?.trim()}`]));
}

describe('the what-if of decisions', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair({ files });
  });
  after(() => pair.close());

  const plan = async (edit: OrganizationEditParams): Promise<Plan> =>
    planOf(await pair.send(planOrganizationEditRequest, { folder, edit }));

  test('of a move lists the test that fails then, and what nobody may do any more, side by side', async () => {
    const moved = await plan({ kind: 'moveAccounts', targets: ['333333333333'], parent: '/Data' });
    assert.deepEqual(sideBySide(moved).slice(0, 2), [
      '✓ allowed by Send · the test passes | ✗ denied by NoQueues · the test fails',
      '✓ allowed | ✗ denied by SCP no-queues#NoQueues at Data',
    ]);
    assert.match(moved.after, /Tests \(1\)\n\s+the bot sends \(bot\.iamtest\.jsonc\)/);
    assert.match(moved.after, /Newly denied \(\d+\)\n\s+pipeline 333333333333: user\/bot\n\s+sqs:SendMessage\n/);
    assert.ok(moved.after.indexOf('Decisions') < moved.after.indexOf('Files'), 'decisions come first');
  });

  test('of an attached SCP lists remembered requests and root users', async () => {
    const remembered = { id: '1', principal: 'pipeline/user/bot', action: 'sqs:SendMessage', resource: '*', context: {} };
    await pair.notify(rememberRequestsNotification, { uri: `${folder}/iam/pipeline/policies/bot.json`, requests: [remembered] });
    const attached = await plan({ kind: 'attachPolicies', policies: ['scp/no-queues'], target: '/' });
    assert.match(
      attached.after,
      /Remembered requests \(1\)\n\s+pipeline\/user\/bot sqs:SendMessage \* \(bot\.json\)\n\s+✗ denied by NoQueues/,
    );
    assert.match(attached.after, /pipeline 333333333333: root\n\s+sqs:\* \(\d+ actions\)\n\s+✗ denied by SCP no-queues#NoQueues at Root/);
  });

  test('says so when nothing flips, and how much was compared', async () => {
    const created = await plan({ kind: 'createOrganizationalUnit', parent: '/', name: 'New' });
    assert.match(
      created.before,
      /no decision that was compared changes\n\s+compared: 0 decisions of 0 principals, 3 tests and remembered requests/,
    );
    assert.deepEqual(sideBySide(created), []);
  });

  test('asks open editors before the disk', async () => {
    await pair.open('org/policies/scp/no-queues.json', policy('Deny', 'sns:*', 'NoTopics'));
    const moved = await plan({ kind: 'moveAccounts', targets: ['333333333333'], parent: '/Data' });
    assert.doesNotMatch(moved.after, /Tests \(/);
    assert.match(moved.after, /✗ denied by SCP no-queues#NoTopics at Data/);
    await pair.closeDocument('org/policies/scp/no-queues.json');
  });

  test('of a save compares the editor with the file, in the organization that the policy is part of', async () => {
    const name = 'org/iam/pipeline/policies/bot.json';
    await pair.open(name, policy('Allow', 's3:GetObject', 'Read'));
    const saved = planOf(await pair.send(planSaveRequest, { uri: pair.uri(name) }));
    assert.deepEqual(saved.files, []);
    assert.match(saved.title, /save bot\.json/);
    assert.ok(sideBySide(saved).includes('✓ allowed by Send · the test passes | ✗ no identity policy allows it · the test fails'));
    assert.match(saved.after, /Newly allowed \(\d+\)\n\s+pipeline 333333333333: user\/bot\n\s+s3:GetObject/);
    await pair.closeDocument(name);
  });

  test('of a save of a policy without any organization compares what it says by itself', async () => {
    await pair.open('alone.json', policy('Allow', 's3:PutObject'));
    const saved = planOf(await pair.send(planSaveRequest, { uri: pair.uri('alone.json') }));
    assert.match(saved.after, /Newly denied \(\d+\)\n.*user\/anyone\n\s+s3:GetObject/);
    assert.match(saved.after, /Newly allowed \(\d+\)\n.*user\/anyone\n\s+s3:PutObject/);
    await pair.closeDocument('alone.json');
  });

  test('of a bucket policy without any organization asks for whom it names', async () => {
    const named = { AWS: 'arn:aws:iam::444455556666:role/reader' };
    const bucket = (action: string): string => policy('Allow', action, 'Named', { Principal: named, Resource: 'arn:aws:s3:::media/*' });
    await pair.write('media.bucket.json', bucket('s3:GetObject'));
    await pair.open('media.bucket.json', bucket('s3:PutObject'));
    const saved = planOf(await pair.send(planSaveRequest, { uri: pair.uri('media.bucket.json') }));
    assert.match(saved.after, /444455556666: role\/reader\n\s+s3:GetObject/);
    assert.match(saved.after, /✗ no resource-based policy allows it/);
    await pair.closeDocument('media.bucket.json');
  });

  test('of a revision is refused where the host has no git', async () => {
    const answer = await pair.send(compareWithRevisionRequest, { uri: folder, revision: 'HEAD' });
    assert.ok(answer.kind === 'refused');
    assert.match(answer.reason, /desktop only/);
  });
});
