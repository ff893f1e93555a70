import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick } from './commandLine';

const manifest = (root: object): string =>
  JSON.stringify({ organization: { id: 'o-a1b2c3d4e5', managementAccount: 'top' }, root: { id: 'r-ab12', ...root } });
const accounts = '[{ "name": "top", "id": "111111111111", "ou": "/" }, { "name": "a", "id": "222222222222", "ou": "/" }]';
const tags = { policyTypes: { TAG_POLICY: 'ENABLED' }, attach: ['tag/one', 'tag/two'] };

const files = {
  'before/organization.jsonc': manifest({}),
  'before/accounts.jsonc': accounts,
  'after/organization.jsonc': manifest({ ous: [{ name: 'Data_*' }] }),
  'after/accounts.jsonc': accounts.replace('"ou": "/" }]', '"ou": "/Data_*" }]'),
  'broken/organization.jsonc': '{ "root": { "id": ',
  'tags/organization.jsonc': manifest(tags),
  'tags/accounts.jsonc': accounts,
  'tags/policies/tag/one.json': '{ "tags": { "team": { "tag_key": { "@@assign": "Team" } } } }',
  'tags/policies/tag/two.json': '{ "tags": { "team": { "tag_key": { "@@assign": "TEAM" }, "tag_value": { "@@assign": ["x"] } } } }',
  'unread/organization.jsonc': manifest({ ...tags, attach: ['tag/none'] }),
  'unread/accounts.jsonc': accounts,
};

describe('organization --compare', () => {
  test('shows what differs, for people and for programs', async () => {
    await inFolder(files, async (folder) => {
      const compared = async (...more: readonly string[]) =>
        (await gatehouse(['organization', 'before', '--compare', 'after', ...more], { folder })).stdout;
      assert.equal(
        await compared(),
        'differences: 2\norganizational unit /Data_* is created\naccount a (222222222222) moves from / to /Data_*\n',
      );
      assert.match(await compared('--format', 'markdown'), /^differences: 2\n\n- organizational unit \/Data\\_\\\* is created\n/);
      assert.match(await compared('--language', 'ko'), /^다른 점: 2개\n조직 단위 \/Data_\* 생성\n/);
      const value: unknown = JSON.parse(await compared('--format', 'json'));
      assert.deepEqual(pick(value, 0, 'unit'), { kind: 'organizationalUnit', name: 'Data_*', path: '/Data_*', id: null });
      assert.equal(pick(value, 1, 'to', 'path'), '/Data_*');
      assert.equal(pick(value, 1, 'description'), 'account a (222222222222) moves from / to /Data_*');
    });
  });

  test('writes the calls of AWS, and runs none', async () => {
    await inFolder(files, async (folder) => {
      const { stdout, exitCode } = await gatehouse(['organization', 'before', '--compare', 'after/organization.jsonc', '--format', 'aws'], {
        folder,
      });
      assert.equal(exitCode, 0);
      assert.match(stdout, /^#!\/usr\/bin\/env bash\n/);
      assert.match(stdout, /\nOU_DATA=\$\(aws organizations create-organizational-unit --parent-id r-ab12 --name 'Data_\*'/);
      assert.match(
        stdout,
        /\naws organizations move-account --account-id 222222222222 --source-parent-id r-ab12 --destination-parent-id "\$OU_DATA"\n$/,
      );
    });
  });

  test('says when nothing differs, and compares nothing with what is broken', async () => {
    await inFolder(files, async (folder) => {
      const same = await gatehouse(['organization', 'before', '--compare', 'before'], { folder });
      assert.deepEqual([same.exitCode, same.stdout], [0, 'nothing differs\n']);
      const broken = await gatehouse(['organization', 'before', '--compare', 'broken'], { folder });
      assert.equal(broken.exitCode, 2);
      assert.match(broken.stderr, /the manifest of broken is broken/);
      const account = await gatehouse(['organization', 'before', '--compare', 'after', '--account', 'a'], { folder });
      assert.equal(account.exitCode, 2);
      const format = await gatehouse(['organization', 'before', '--format', 'aws'], { folder });
      assert.equal(format.exitCode, 2);
    });
  });
});

describe('organization --account', () => {
  test('shows what declarative policies amount to, and where each line comes from', async () => {
    await inFolder(files, async (folder) => {
      const { stdout } = await gatehouse(['organization', 'tags', '--account', 'a'], { folder });
      assert.match(
        stdout,
        /\nEffective policy of type tag\n\{\n {2}"tags": \{\n {4}"team": \{\n {6}"tag_key": "Team", +tag\/one at Root\n {6}"tag_value": \[ +tag\/two at Root\n/,
      );
      assert.match(stdout, /`tags\.team\.tag_key\.@@assign` is ignored: tag\/one \(Root\) is attached to the same place before it\n$/);
      const value: unknown = JSON.parse(
        (await gatehouse(['organization', 'tags', '--account', 'a', '--format', 'json'], { folder })).stdout,
      );
      assert.deepEqual(pick(value, 'declarative'), { tag: { tags: { team: { tag_key: 'Team', tag_value: ['x'] } } } });
      assert.deepEqual(pick(value, 'unknownDeclarativePolicies'), []);
    });
  });

  test('says of what it does not know', async () => {
    await inFolder(files, async (folder) => {
      const { stdout } = await gatehouse(['organization', 'unread', '--account', 'a'], { folder });
      assert.match(stdout, /tag\/none at Root cannot be read: it may add to this/);
      const value: unknown = JSON.parse(
        (await gatehouse(['organization', 'unread', '--account', 'a', '--format', 'json'], { folder })).stdout,
      );
      assert.deepEqual([pick(value, 'declarative'), pick(value, 'unknownDeclarativePolicies')], [{ tag: {} }, ['tag/none']]);
    });
  });
});
