import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

import { inRoot } from '../support/root';
import { inRepository, makeHostile } from '../support/repository';

import { gatehouse, inFolder, pick } from './commandLine';

const policy = (action: string, more = ''): string =>
  `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "${action}", "Resource": "arn:aws:s3:::media/*"${more} }] }`;

/** The sample organization, below `org/`. */
function sample(): Readonly<Record<string, string>> {
  const folder = inRoot('samples/company');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.jsonc?$/.test(file));
  return Object.fromEntries(files.map((file) => [`org/${file.split(path.sep).join('/')}`, readFileSync(path.join(folder, file), 'utf8')]));
}

const dataOnly = 'org/policies/scp/data-only.json';
const narrower = (): string => (sample()[dataOnly] ?? '').replace('"s3:*", ', '');

describe('diff of a git revision', () => {
  test('says what an edited SCP takes, from whom, by what, and which tests it flips', async () => {
    await inRepository(sample(), async ({ folder, write }) => {
      const same = await gatehouse(['diff', 'HEAD'], { folder });
      assert.deepEqual([same.exitCode, same.stderr], [0, '']);
      assert.match(same.stdout, /^0 decisions differ; .*\nHEAD against the working tree: 0 organizations, 0 policies, 0 tests\n$/);
      write({ [dataOnly]: narrower() });
      const { exitCode, stdout, stderr } = await gatehouse(['diff', 'HEAD'], { folder });
      assert.equal(exitCode, 1, stderr);
      assert.match(stdout, /^\d+ decisions differ: [1-9]\d* newly denied, 0 newly allowed, .*compared \d+ decisions of 7 principals/);
      assert.match(stdout, /HEAD against the working tree: 1 organizations, 0 policies, \d+ tests/);
      assert.match(stdout, /org: Newly denied [^]*user\/s3-monitoring-bot, denied by SCP data-only[^]*s3:ListBucket/);
      assert.match(stdout, /Tests \(\d+\)\n {2}.*org\/tests\/bot\.iamtest\.jsonc\)\n {4}.*the test passes → .*the test fails/);
    });
  });

  test('gives all of it as JSON, between two revisions as well', async () => {
    await inRepository(sample(), async ({ folder, write, commit, git }) => {
      git('checkout', '--quiet', '-b', 'edit');
      write({ [dataOnly]: narrower() });
      commit('edit');
      git('checkout', '--quiet', 'main');
      write({ 'notes/a.identity.json': policy('s3:GetObject') });
      commit('main goes on');
      const answer = async (revisions: string): Promise<unknown> =>
        JSON.parse((await gatehouse(['diff', revisions, '--format', 'json'], { folder })).stdout);
      const two = await answer('main..edit');
      assert.deepEqual(pick(two, 'policies', 'removed'), ['notes/a.identity.json']);
      assert.deepEqual(pick(two, 'comparisons', 0, 'place'), 'org');
      const parted = await answer('main...edit');
      assert.deepEqual(pick(parted, 'policies', 'removed'), []);
      assert.deepEqual(pick(parted, 'changes', 0, 'after'), 'explicitDeny');
      assert.equal(pick(parted, 'changes', 0, 'place'), 'org');
      assert.equal(pick(parted, 'groups', 0, 'decidedBy', 'policy'), 'data-only');
      assert.equal(pick(parted, 'tests', 0, 'after', 'passes'), false);
      const back = await answer('edit..main');
      assert.deepEqual(pick(back, 'changes', 0, 'after'), 'allowed');
    });
  });

  test('compares policies of no organization by their types, and only below the path', async () => {
    const trust = (who: string): string =>
      `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "${who}" }, "Action": "sts:AssumeRole" }] }`;
    const [one, other] = ['arn:aws:iam::111122223333:user/a', 'arn:aws:iam::111122223333:user/b'];
    const files = { 'a/one.json': policy('s3:GetObject'), 'b/two.trust.json': trust(one), 'b/vpc.vpce.json': policy('s3:GetObject') };
    await inRepository({ ...files, 'notes.json': '{ "a": 1 }' }, async ({ folder, write }) => {
      write({ 'a/one.json': policy('s3:PutObject'), 'b/two.trust.json': trust(other), 'notes.json': '{ "a": 2 }' });
      write({ 'b/vpc.vpce.json': policy('s3:PutObject', ', "Principal": "*"') });
      const all = await gatehouse(['diff', 'HEAD'], { folder });
      assert.equal(all.exitCode, 1, all.stderr);
      assert.match(all.stdout, /a\/one\.json: Newly allowed \(1\)\n.*\n +s3:PutObject on arn:aws:s3:::media\/\*/);
      assert.match(all.stdout, /b\/two\.trust\.json: Newly denied \(1\)\n.*user\/a/);
      assert.match(all.stdout, /Not compared \(1\)\n +b\/vpc\.vpce\.json: /);
      assert.doesNotMatch(all.stdout, /notes/);
      const below = await gatehouse(['diff', 'HEAD', 'b'], { folder });
      assert.doesNotMatch(below.stdout, /a\/one/);
      assert.match(below.stdout, /0 organizations, 1 policies/);
      const inside = await gatehouse(['diff', 'HEAD', '.'], { folder: path.join(folder, 'a') });
      assert.match(inside.stdout, /a\/one\.json[^]*/);
      assert.doesNotMatch(inside.stdout, /trust/);
    });
  });

  test('another layout of a policy is no difference', async () => {
    await inRepository({ 'a.json': policy('s3:GetObject') }, async ({ folder, write }) => {
      write({ 'a.json': policy('s3:GetObject').replaceAll(', ', ',\r\n  ') });
      const { exitCode, stdout } = await gatehouse(['diff', 'HEAD'], { folder });
      assert.deepEqual([exitCode, /^0 decisions differ/.test(stdout)], [0, true]);
    });
  });

  test('ends with 2 for what cannot be read', async () => {
    await inRepository({ 'a.json': policy('s3:GetObject') }, async ({ folder, write }) => {
      const unknown = await gatehouse(['diff', 'nowhere'], { folder });
      assert.deepEqual([unknown.exitCode, unknown.stderr], [2, 'gatehouse: git knows no revision `nowhere`\n']);
      write({ 'a.json': policy('s3:PutObject').slice(0, -4) });
      const broken = await gatehouse(['diff', 'HEAD'], { folder });
      assert.equal(broken.exitCode, 2);
      assert.match(broken.stdout, /a\.json: this cannot be read as a whole/);
      const without = await gatehouse(['diff', 'HEAD'], { folder, environment: { PATH: '' } });
      assert.deepEqual([without.exitCode, without.stderr], [2, 'gatehouse: git is not installed, or not in the PATH\n']);
    });
    await inFolder({}, async (folder) => {
      const { exitCode, stderr } = await gatehouse(['diff', 'HEAD'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stderr, /is in no git repository/);
    });
  });

  test('starts nothing that the repository names, and leaves nothing behind', async () => {
    await inRepository({ 'a.json': policy('s3:GetObject') }, async (repository) => {
      const trace = makeHostile(repository);
      repository.write({ 'a.json': policy('s3:PutObject') });
      const before = readdirSync(tmpdir());
      const { exitCode, stderr } = await gatehouse(['diff', 'HEAD'], { folder: repository.folder });
      assert.deepEqual([exitCode, stderr], [1, '']);
      assert.equal(existsSync(trace), false);
      const left = readdirSync(tmpdir()).filter((name) => /^gatehouse-[^-]+$/.test(name) && !before.includes(name));
      assert.deepEqual(left, []);
    });
  });
});

describe('Markdown for a pull request', () => {
  test('is a summary and folded parts, in which names mean nothing', async () => {
    const name = 'a|b`<img src=x>@team.json';
    await inRepository({ [name]: policy('s3:GetObject') }, async ({ folder, write }) => {
      write({ [name]: policy('s3:PutObject') });
      const { stdout } = await gatehouse(['diff', 'HEAD', '--format', 'markdown'], { folder });
      assert.match(stdout, /^\*\*2 decisions differ: 1 newly denied, 1 newly allowed, 0 newly undetermined; .*\*\*\n/);
      assert.match(stdout, /<details><summary>a\|b`&lt;img src=x&gt;@<!-- -->team\.json: Newly denied \(1\)<\/summary>\n\n- /);
      assert.equal(stdout.match(/<details>/g)?.length, stdout.match(/<\/details>/g)?.length);
      assert.doesNotMatch(stdout, /<img/);
    });
  });

  test('is cut where a comment ends, and says so', async () => {
    const many = (action: string): Readonly<Record<string, string>> =>
      Object.fromEntries(Array.from({ length: 260 }, (_, at) => [`policies-${'long-name-'.repeat(12)}${at}.json`, policy(action)]));
    await inRepository(many('s3:GetObject'), async ({ folder, write }) => {
      write(many('s3:PutObject'));
      const { stdout } = await gatehouse(['diff', 'HEAD', '--format', 'markdown'], { folder });
      assert.ok(stdout.length < 65_536 && stdout.length > 60_000, String(stdout.length));
      assert.match(stdout, /<\/details>\n\n\d+ lines are left out: a comment cannot be longer\n$/);
    });
  });
});

describe('versions that are named', () => {
  test('may be revisions, of a policy or an organization', async () => {
    await inRepository({ ...sample(), 'a.json': policy('s3:GetObject') }, async ({ folder, write }) => {
      write({ 'a.json': policy('s3:PutObject'), [dataOnly]: narrower() });
      const one = await gatehouse(['diff', '--before', 'git:HEAD:a.json', '--after', 'a.json'], { folder });
      assert.equal(one.exitCode, 1, one.stderr);
      assert.match(one.stdout, /Newly allowed \(1\)/);
      const organization = await gatehouse(['diff', '--before', 'git:HEAD:org', '--after', 'org'], { folder });
      assert.match(organization.stdout, /Newly denied [^]*denied by SCP data-only/);
      const here = await gatehouse(['diff', '--before', 'git:HEAD', '--after', '.'], { folder: path.join(folder, 'org') });
      assert.equal(here.stdout, organization.stdout);
      const none = await gatehouse(['diff', '--before', 'git:HEAD:b.json', '--after', 'a.json'], { folder });
      assert.deepEqual([none.exitCode, none.stderr], [2, 'gatehouse: HEAD has no file b.json\n']);
      const out = await gatehouse(['diff', '--before', 'git:HEAD:../b.json', '--after', 'a.json'], { folder });
      assert.equal(out.exitCode, 2);
      const mixed = await gatehouse(['diff', '--before', 'git:HEAD:org', '--after', 'a.json'], { folder });
      assert.match(mixed.stderr, /compare two organizations, or two policies/);
    });
  });

  test('compare policies by their type', async () => {
    const scp = (action: string): string =>
      `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Action": "${action}", "Resource": "*" }] }`;
    await inFolder({ 'a-scp.json': scp('s3:GetObject'), 'b-scp.json': scp('s3:PutObject') }, async (folder) => {
      const { stdout } = await gatehouse(['diff', '--before', 'a-scp.json', '--after', 'b-scp.json'], { folder });
      assert.match(stdout, /Newly denied \(2\)\n.*user\/anyone, denied by SCP/);
    });
  });

  test('may be the two sides of a plan', async () => {
    const side = (action: string): object => ({
      root_module: {
        resources: [
          resource('aws_organizations_organization', 'this', {
            id: 'o-a1b2c3d4e5',
            roots: [{ id: 'r-ab12', name: 'Root', policy_types: [{ type: 'SERVICE_CONTROL_POLICY', status: 'ENABLED' }] }],
            master_account_id: '111111111111',
            feature_set: 'ALL',
          }),
          resource('aws_organizations_account', 'app', { id: '222222222222', name: 'app', parent_id: 'r-ab12', email: 'a@example.com' }),
          resource('aws_organizations_policy', 'p', {
            id: 'p-12345678',
            name: 'deny',
            type: 'SERVICE_CONTROL_POLICY',
            content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] }),
          }),
          resource('aws_organizations_policy_attachment', 'p', { policy_id: 'p-12345678', target_id: 'r-ab12' }),
        ],
      },
    });
    const resource = (type: string, name: string, values: object): object => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      values,
    });
    const plan = {
      format_version: '1.2',
      prior_state: { format_version: '1.0', values: side('s3:GetObject') },
      planned_values: side('s3:*'),
      resource_changes: [],
    };
    await inFolder({ 'plan.json': JSON.stringify(plan), 'a.json': policy('s3:GetObject') }, async (folder) => {
      const alone = await gatehouse(['diff', 'plan.json', '--format', 'json'], { folder });
      const named = await gatehouse(['diff', '--before', 'plan.json#before', '--after', 'plan.json#after', '--format', 'json'], { folder });
      assert.equal(named.stdout, alone.stdout);
      assert.equal(alone.exitCode, 1, alone.stdout);
      const no = await gatehouse(['diff', '--before', 'a.json#before', '--after', 'plan.json'], { folder });
      assert.match(no.stderr, /a\.json is no plan of Terraform/);
    });
  });
});
