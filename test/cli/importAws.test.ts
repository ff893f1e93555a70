import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { createOrganization } from '../aws/motoOrganization';
import type { Created } from '../aws/motoOrganization';
import { fakeCredentials, nobody, startMoto, withoutMoto } from '../aws/motoServer';
import type { MotoServer } from '../aws/motoServer';

import { gatehouse, inFolder, startGatehouse } from './commandLine';

describe('import-aws', () => {
  const nowhere = ['--endpoint-url', 'http://127.0.0.1:9'];

  test('says what to do without credentials, and writes nothing', async () => {
    await inFolder({}, async (folder) => {
      const { exitCode, stdout, stderr } = await gatehouse(['import-aws', ...nowhere, '--output', 'o.jsonl'], {
        folder,
        environment: nobody(),
      });
      assert.equal(exitCode, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^gatehouse: AWS does not know who is asking: .+\nName a profile of your AWS configuration/);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  test('names a profile that is not there', async () => {
    const args = ['import-aws', ...nowhere, '--profile', 'nobody', '--output', 'o.jsonl'];
    await inFolder({}, async (folder) => {
      const { exitCode, stderr } = await gatehouse(args, { folder, environment: nobody() });
      assert.equal(exitCode, 2);
      assert.match(stderr, /AWS does not know who is asking: .*nobody/);
    });
  });

  test('says that there is no network, in Korean too', async () => {
    await inFolder({}, async (folder) => {
      const options = { folder, environment: fakeCredentials };
      const { exitCode, stderr } = await gatehouse(['import-aws', ...nowhere, '--write', 'org'], options);
      assert.equal(exitCode, 2);
      assert.match(stderr, /^gatehouse: AWS cannot be reached: .*ECONNREFUSED/);
      const korean = await gatehouse(['import-aws', ...nowhere, '--write', 'org', '--language', 'ko'], options);
      assert.match(korean.stderr, /AWS에 연결할 수 없습니다/);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  test('wants one place to write to, which is not taken', async () => {
    await inFolder({ 'there/a.txt': '' }, async (folder) => {
      const stderrOf = async (...args: string[]): Promise<string> => {
        const { exitCode, stderr } = await gatehouse(['import-aws', ...args], { folder, environment: nobody() });
        assert.equal(exitCode, 2);
        return stderr;
      };
      assert.match(await stderrOf(), /either `--output FILE` or `--write DIR`/);
      assert.match(await stderrOf('--output', 'a', '--write', 'b'), /either `--output FILE` or `--write DIR`/);
      assert.match(await stderrOf('--write', 'there'), /there is there already; nothing was written/);
      assert.match(await stderrOf('--output', 'there'), /there is a folder/);
      assert.match(await stderrOf('--output', 'missing/o.jsonl'), /missing\/o\.jsonl cannot be written: no such file/);
      assert.match(await stderrOf('there'), /`there` is not understood here/);
      assert.match(await stderrOf('--endpoint-url', 'ftp://example.com', '--output', 'o'), /`ftp:\/\/example\.com` is no address/);
    });
  });

  test('stops at Ctrl+C without a trace', { skip: process.platform === 'win32' }, async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    await inFolder({}, async (folder) => {
      const endpoint = `http://127.0.0.1:${address.port}`;
      const child = startGatehouse(['import-aws', '--endpoint-url', endpoint, '--output', 'o.jsonl'], {
        folder,
        environment: fakeCredentials,
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      await once(server, 'request');
      child.kill('SIGINT');
      await once(child, 'close');
      assert.equal(child.exitCode, 2);
      assert.match(stderr, /stopped; nothing was written/);
      assert.deepEqual(readdirSync(folder), []);
    });
    server.closeAllConnections();
    server.close();
  });
});

describe('import-aws from a simulated AWS', { skip: withoutMoto }, () => {
  let server: MotoServer;
  let created: Created;
  before(async () => {
    server = await startMoto();
  });
  after(() => server.stop());

  const imported = (folder: string, ...args: readonly string[]) =>
    gatehouse(['import-aws', '--endpoint-url', server.endpoint, ...args], { folder, environment: fakeCredentials });

  test('says that there is no organization, then reads the one that is made', async () => {
    await inFolder({}, async (folder) => {
      const none = await imported(folder, '--output', 'o.jsonl');
      assert.equal(none.exitCode, 2);
      assert.match(none.stderr, /this account is in no organization\nUse the credentials of an organization’s management account/);
      created = await createOrganization(server.endpoint);
      const { exitCode, stdout, stderr } = await imported(folder, '--output', 'o.jsonl');
      assert.equal(exitCode, 0);
      assert.match(stdout, /^\d+ calls were written to o\.jsonl\n$/);
      assert.match(stderr, /^! `list-policies S3_POLICY` was not read: /m);
      assert.deepEqual(readdirSync(folder), ['o.jsonl']);
      const shown = await gatehouse(['organization', 'o.jsonl', '--account', 'pipeline'], { folder });
      assert.match(shown.stdout, /SCP {2}Root +FullAWSAccess\n +Data +FullAWSAccess, deny-leave\n/);
    });
  });

  test('writes it as a folder, with the users and roles of all accounts by a role', async () => {
    await inFolder({}, async (folder) => {
      const { exitCode, stdout } = await imported(folder, '--write', 'org', '--member-role', 'audit/reader');
      assert.equal(exitCode, 0);
      assert.match(stdout, /^\d+ files were written to org\n$/);
      assert.equal(readFileSync(path.join(folder, 'org/policies/scp/deny-leave.json'), 'utf8'), created.scpDocument);
      const pipeline = created.accounts.get('pipeline') ?? '';
      assert.ok(existsSync(path.join(folder, `org/iam/${pipeline}/gaad.json`)));
      const ask = ['--principal', 'pipeline/role/audit/reader', '--action', 'organizations:LeaveOrganization', '--resource', '*'];
      const answer = await gatehouse(['simulate', '--organization', 'org', ...ask], { folder });
      assert.match(answer.stdout, /explicit/i);
      assert.match(answer.stdout, /deny-leave/);
    });
  });
});
