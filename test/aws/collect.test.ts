import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CollectProgress } from '../../server/src/aws/ask';
import { actionOf, readOperations } from '../../server/src/aws/calls';
import type { AwsCalls } from '../../server/src/aws/calls';
import { importFromAws } from '../../server/src/aws/importFromAws';
import type { ImportFromAwsOptions } from '../../server/src/aws/importFromAws';
import { AwsError, troubleOf } from '../../server/src/aws/trouble';
import { importAwsOutputs } from '../../server/src/core/organization/importAwsOutputs';
import { filesFrom } from '../../server/src/core/organization/organizationFiles';
import { readOrganization } from '../../server/src/core/organization/readOrganization';
import { english } from '../../server/src/core/text/message';
import { realCatalog } from '../support/realCatalog';

import { allowedActions, recordedCalls, sdkError } from './recordedCalls';
import type { Answer, RecordedCalls } from './recordedCalls';
import { smallOrganization } from './recordings';

async function collect(calls: RecordedCalls, options: Partial<ImportFromAwsOptions> = {}) {
  const waited: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void waited.push(milliseconds));
  const { text, lines, notes } = await importFromAws(calls, { sleep, signal: new AbortController().signal, ...options });
  return { text, lines, waited, notes: notes.map(english) };
}

const changed = (answers: Readonly<Record<string, Answer | readonly Answer[]>>): RecordedCalls =>
  recordedCalls({ ...smallOrganization, ...answers });

function organizationOf(text: string) {
  const { files, problems } = importAwsOutputs(text);
  assert.deepEqual(problems, []);
  const { organization } = readOrganization(filesFrom(files), { catalog: realCatalog() });
  assert.ok(organization !== undefined);
  return { files, organization };
}

describe('collecting an organization from AWS', () => {
  test('gives lines from which the whole organization is read, over all pages, empty ones included', async () => {
    const { text, notes, lines } = await collect(recordedCalls(smallOrganization));
    assert.deepEqual(notes, ['`list-policies S3_POLICY` was not read: You specified an invalid value.']);
    assert.equal(lines, text.split('\n').length - 1);
    const { files, organization } = organizationOf(text);
    assert.equal(organization.id, 'o-a1b2c3d4e5');
    assert.deepEqual(
      organization.accounts.map(({ name, ou, state }) => [name, ou, state]),
      [
        ['company', '/', 'ACTIVE'],
        ['data', '/Data', 'ACTIVE'],
        ['gone', '/Data', 'SUSPENDED'],
      ],
    );
    const manifest = files.get('organization.jsonc') ?? '';
    assert.match(manifest, /"attach": \[\s+"scp\/FullAWSAccess",\s+"scp\/deny-leave",\s+"tag/);
    assert.match(manifest, /"guardduty\.amazonaws\.com": \[\s+"222222222222"/);
    assert.equal(files.get('policies/scp/deny-leave.json'), '{"Version":"2012-10-17","Statement":[]}');
    assert.match(files.get('accounts.jsonc') ?? '', /"tags":\{"team":"data"\}/);
    const details = files.get('iam/111111111111/gaad.json') ?? '';
    assert.match(details, /"UserName": "kim"[^]*"UserName": "lee"/);
    // Documents are objects, as the AWS command line gives them.
    assert.match(details, /"PolicyDocument": \{\s+"Version": "2012-10-17"/);
  });

  test('asks for the order of declarative policies, where there is one', async () => {
    const calls = recordedCalls(smallOrganization);
    const { text } = await collect(calls);
    assert.deepEqual(
      calls.asked.filter((one) => one.startsWith('list-policies-for-target')),
      ['list-policies-for-target TAG_POLICY ou-ab12-11111111'],
    );
    const { organization } = organizationOf(text);
    const [unit] = organization.root.organizationalUnits;
    assert.deepEqual(
      unit?.attach.filter((reference) => reference.startsWith('tag/')),
      ['tag/teams', 'tag/centers'],
    );
    assert.ok(organization.root.attach.includes('tag/centers'));
  });

  test('gives the same lines however many calls are under way', async () => {
    const one = await collect(recordedCalls(smallOrganization), { parallel: 1 });
    const many = await collect(recordedCalls(smallOrganization), { parallel: 20 });
    assert.equal(one.text, many.text);
  });

  test('asks for nothing that is not on the list', async () => {
    const calls = recordedCalls(smallOrganization);
    await collect(calls, { memberRole: 'reader' });
    const operations = new Set(calls.asked.map((one) => /(?:^|role\/reader )([a-z-]+)/.exec(one)?.[1] ?? one));
    const actions = [...operations].map((operation) => {
      const service = operation.includes('authorization') ? 'iam' : /caller|assume/.test(operation) ? 'sts' : 'organizations';
      return actionOf(service, operation);
    });
    assert.deepEqual([...actions].sort(), [...allowedActions].sort());
    for (const operation of Object.values(readOperations).flat()) assert.match(operation, /^(describe|get|list)-/);
  });

  test('asks again, later and later, when AWS was asked too much', async () => {
    const tooMany = sdkError('TooManyRequestsException', 'Rate exceeded');
    const answer: Answer = { Accounts: [] };
    const { waited, notes } = await collect(changed({ 'list-accounts': [tooMany, tooMany, tooMany, answer] }));
    assert.deepEqual(waited, [1000, 2000, 4000]);
    assert.equal(notes.length, 1);
  });

  test('goes on without what AWS has no time for at all', async () => {
    const { waited, notes, text } = await collect(changed({ 'describe-policy p-11111111': sdkError('ThrottlingException') }));
    assert.deepEqual(waited, [1000, 2000, 4000, 8000, 16_000, 30_000]);
    assert.match(notes.join('\n'), /`describe-policy p-11111111` was not read: AWS had no time/);
    assert.match(text, /"op":"list-handshakes-for-organization"/);
  });

  test('leaves unknown what may not be asked, also when only the second page may not', async () => {
    const denied = sdkError('AccessDeniedException', 'No.');
    const { text, notes } = await collect(
      changed({ 'list-policies SERVICE_CONTROL_POLICY page2': denied, 'list-delegated-administrators': denied }),
    );
    assert.deepEqual(notes.slice(0, 1), ['`list-policies SERVICE_CONTROL_POLICY` was not read: these credentials may not ask for it']);
    assert.ok(!text.includes('"Filter":"SERVICE_CONTROL_POLICY"'));
    assert.ok(!text.includes('list-delegated-administrators'));
    const { files } = importAwsOutputs(text);
    assert.match(files.get('organization.jsonc') ?? '', /"scp\/\(not exported\)"/);
  });

  test('reads the users and roles of other accounts as a role, where it can be assumed', async () => {
    const empty: Answer = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
    const arn = 'arn:aws:iam::222222222222:role/audit/reader';
    const calls = changed({ [`assume-role ${arn}`]: {}, [`${arn} get-account-authorization-details`]: empty });
    const { text, notes } = await collect(calls, { memberRole: '/audit/reader' });
    assert.match(text, /"op":"get-account-authorization-details","in":\{"AccountId":"222222222222"\}/);
    assert.match(notes.join('\n'), /account 333333333333 \(gone\) were not read: it is not active/);
    const refused = await collect(recordedCalls(smallOrganization), { memberRole: 'reader' });
    assert.match(
      refused.notes.join('\n'),
      /account 222222222222 \(data\) were not read: arn:aws:iam::222222222222:role\/reader cannot be assumed/,
    );
  });

  test('says how far it is', async () => {
    const told: CollectProgress[] = [];
    await collect(recordedCalls(smallOrganization), { onProgress: (progress) => told.push(progress) });
    assert.deepEqual(
      told.map(({ done }) => done),
      told.map((_, index) => index + 1),
    );
    const last = told.at(-1);
    assert.equal(last?.total, last?.done);
    assert.ok(told.some(({ total }) => total === undefined));
  });
});

describe('an end of collecting', () => {
  test('comes at once when it is cancelled', async () => {
    const controller = new AbortController();
    let count = 0;
    const calls = recordedCalls(smallOrganization, () => {
      if (++count === 10) controller.abort(new Error('enough'));
    });
    await assert.rejects(collect(calls, { signal: controller.signal, parallel: 2 }), /^Error: enough$/);
    assert.ok(calls.asked.length <= 11, `${calls.asked.length} calls`);
  });

  test('comes in the middle of a pause, too', async () => {
    const controller = new AbortController();
    const calls = changed({ 'list-roots': sdkError('TooManyRequestsException') });
    const cancelled = importFromAws(calls, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await assert.rejects(cancelled, /^Error: enough$/);
    assert.deepEqual(calls.asked, ['describe-organization', 'list-roots']);
  });

  test('does not wait for an answer that never comes', async () => {
    const controller = new AbortController();
    const never = new Promise<never>(() => undefined);
    const calls: AwsCalls = { call: () => never, assume: () => never };
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await assert.rejects(importFromAws(calls, { signal: controller.signal }), /^Error: enough$/);
  });

  const ends: readonly (readonly [title: string, call: string, error: Error, said: RegExp])[] = [
    ['without an organization', 'describe-organization', sdkError('AWSOrganizationsNotInUseException'), /in no organization/],
    [
      'without permission',
      'describe-organization',
      sdkError('AccessDeniedException', 'No.'),
      /`describe-organization` is not permitted: No\./,
    ],
    ['in a member account', 'list-roots', sdkError('AccessDeniedException', 'No.'), /`list-roots` is not permitted/],
    ['without credentials', 'describe-organization', sdkError('CredentialsProviderError', 'none'), /does not know who is asking: none/],
    ['when credentials expire on the way', 'list-accounts', sdkError('ExpiredTokenException', 'old'), /does not know who is asking: old/],
    [
      'when the network goes away',
      'describe-policy p-11111111',
      Object.assign(new Error(''), { code: 'ENOTFOUND' }),
      /cannot be reached: ENOTFOUND/,
    ],
  ];
  for (const [title, call, error, said] of ends) {
    test(`says what to do ${title}`, async () => {
      await assert.rejects(collect(changed({ [call]: error })), (thrown) => {
        assert.ok(thrown instanceof AwsError);
        assert.match(english(thrown.said), said);
        return thrown.hint !== undefined;
      });
    });
  }

  test('comes before the first call for a role that can be none', async () => {
    const calls = recordedCalls(smallOrganization);
    await assert.rejects(collect(calls, { memberRole: 'arn:aws:iam::1:role/x' }), AwsError);
    assert.deepEqual(calls.asked, []);
  });
});

test('an endless list is no list', async () => {
  const calls = changed({ 'list-accounts page2': { Accounts: [], NextToken: 'page2' } });
  const { notes } = await collect(calls);
  assert.match(notes.join('\n'), /`list-accounts` was not read: AWS gave the same page twice/);
});

test('troubles are known by the names that services give them', () => {
  assert.equal(troubleOf(sdkError('Throttling')).kind, 'throttled');
  assert.equal(troubleOf(sdkError('AccessDenied')).kind, 'denied');
  assert.equal(troubleOf(sdkError('ServiceException', 'x')).kind, 'other');
  assert.deepEqual(troubleOf('x'), { kind: 'other', text: 'x' });
});
