import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createAwsCalls } from '../../server/src/aws/createAwsCalls';
import { importFromAws } from '../../server/src/aws/importFromAws';
import { AwsError } from '../../server/src/aws/trouble';
import { effectivePolicies } from '../../server/src/core/organization/effectivePolicies';
import { importAwsOutputs } from '../../server/src/core/organization/importAwsOutputs';
import { filesFrom } from '../../server/src/core/organization/organizationFiles';
import { readOrganization } from '../../server/src/core/organization/readOrganization';
import { english } from '../../server/src/core/text/message';
import { readFromAws } from '../../server/src/node/readFromAws';
import type { AwsProgress } from '../../server/src/node/readFromAws';
import { realCatalog } from '../support/realCatalog';

import { createOrganization } from './motoOrganization';
import type { Created } from './motoOrganization';
import { fakeCredentials, startMoto, withoutMoto } from './motoServer';
import type { MotoServer } from './motoServer';

describe('an organization in a simulated AWS', { skip: withoutMoto }, () => {
  Object.assign(process.env, fakeCredentials);
  delete process.env['AWS_PROFILE'];
  const { signal } = new AbortController();
  let server: MotoServer;
  let created: Created;
  before(async () => {
    server = await startMoto();
    await assert.rejects(importFromAws(createAwsCalls({ endpoint: server.endpoint }), { signal }), /in no organization/);
    created = await createOrganization(server.endpoint);
  });
  after(() => server.stop());

  const read = async (memberRole?: string) => {
    const calls = createAwsCalls({ endpoint: server.endpoint, region: 'us-east-1' });
    const { text, notes } = await importFromAws(calls, { signal, ...(memberRole === undefined ? {} : { memberRole }) });
    const { files, problems } = importAwsOutputs(text);
    const result = readOrganization(filesFrom(files), { catalog: realCatalog() });
    assert.ok(result.organization !== undefined);
    return { text, files, problems, notes: notes.map(english), result, organization: result.organization };
  };

  test('is read as it was created', async () => {
    const { organization, files, problems, result } = await read();
    assert.deepEqual([problems, result.problems.map(({ message }) => english(message))], [[], []]);
    assert.equal(organization.managementAccount, '123456789012');
    for (const [name, id] of created.accounts) {
      const account = organization.accounts.find((one) => one.id === id);
      assert.deepEqual([account?.name, account?.ou, account?.state], [name, name === 'pipeline' ? '/Data/Pipelines' : '/', 'ACTIVE']);
    }
    assert.equal(organization.accounts.length, created.accounts.size + 1);
    const pipeline = created.accounts.get('pipeline') ?? '';
    assert.deepEqual(
      effectivePolicies(organization, pipeline).scpLevels?.map(({ name, policies }) => [
        name,
        ...policies.map(({ reference }) => reference),
      ]),
      [
        ['Root', 'scp/FullAWSAccess'],
        ['Data', 'scp/FullAWSAccess', 'scp/deny-leave'],
        ['Pipelines', 'scp/FullAWSAccess'],
        ['pipeline', 'scp/FullAWSAccess'],
      ],
    );
    assert.equal(files.get('policies/scp/deny-leave.json'), created.scpDocument);
    assert.deepEqual(organization.accounts.find(({ id }) => id === pipeline)?.tags, { team: 'data' });
  });

  test('is read with the users and roles of the account that asks', async () => {
    const { organization } = await read();
    assert.deepEqual(organization.trustedAccess, ['config-multiaccountsetup.amazonaws.com']);
    const pipeline = created.accounts.get('pipeline') ?? '';
    assert.deepEqual([...organization.delegatedAdministrators], [['config-multiaccountsetup.amazonaws.com', [pipeline]]]);
    const own = organization.accounts.find(({ id }) => id === organization.managementAccount);
    const [user] = own?.principals.users ?? [];
    assert.equal(user?.name, 'kim');
    assert.deepEqual([user.inline.map(({ name }) => name), user.managed.map(({ kind }) => kind)], [['own'], ['embedded']]);
    assert.deepEqual(
      own?.principals.roles.map(({ name }) => name),
      ['deploy'],
    );
    const member = organization.accounts.find(({ id }) => id === pipeline);
    assert.deepEqual(member?.principals.roles, []);
  });

  test('is read with the users and roles of all accounts, by a role', async () => {
    const { organization, notes } = await read('audit/reader');
    const member = organization.accounts.find(({ id }) => id === created.accounts.get('pipeline'));
    assert.ok(member?.principals.roles.some(({ name, path }) => name === 'reader' && path === '/audit/'));
    assert.ok(notes.every((note) => !note.includes('users and roles')));
  });

  test('is named with what this simulation cannot tell, such as newer policy types', async () => {
    const { notes, text } = await read();
    assert.match(notes.join('\n'), /^`list-policies S3_POLICY` was not read: You specified an invalid value\.$/m);
    assert.ok(!text.includes('S3_POLICY'));
    assert.ok(!/AKIA|ASIA|testing|SecretAccessKey|\$metadata/.test(text));
  });

  test('is read for the editor, with progress, or with the reason why not', async () => {
    const told: AwsProgress[] = [];
    const answer = await readFromAws({ endpoint: server.endpoint }, (progress) => told.push(progress), signal);
    assert.ok('imported' in answer);
    assert.ok(answer.imported.files.has('organization.jsonc'));
    assert.equal(told.at(-1)?.done, told.at(-1)?.total);
    const refusal = await readFromAws({ endpoint: 'http://127.0.0.1:9' }, () => undefined, signal);
    assert.ok('refused' in refusal && refusal.hint !== undefined);
    assert.match(english(refusal.refused), /cannot be reached/);
    const cancelled = new AbortController();
    const stop = (): void => cancelled.abort(new Error('enough'));
    await assert.rejects(readFromAws({ endpoint: server.endpoint }, stop, cancelled.signal), /^Error: enough$/);
  });

  test('is not read from a place that does not answer', async () => {
    const nowhere = createAwsCalls({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1' });
    await assert.rejects(importFromAws(nowhere, { signal }), AwsError);
    assert.throws(() => createAwsCalls({ endpoint: 'ftp://example.com' }), AwsError);
    assert.throws(() => createAwsCalls({ endpoint: 'example.com' }), AwsError);
  });
});
