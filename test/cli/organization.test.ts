import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick } from './commandLine';

describe('organization', () => {
  test('shows the tree', async () => {
    const { exitCode, stdout } = await gatehouse(['organization', 'samples/company']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Company +o-a1b2c3d4e5 · all features\n├ Root +r-ab12 · SCP on · RCP off · 2 SCPs/);
    assert.match(stdout, /├ company +111111111111 · management account \(SCPs do not apply\)/);
    assert.match(stdout, /s3-monitoring-bot +access key · 1 policy/);
  });

  test('shows what reaches an account, level by level', async () => {
    const { stdout } = await gatehouse(['organization', 'samples/company', '--account', 'pipeline']);
    assert.match(stdout, /SCP {2}Root +FullAWSAccess, deny-leave\n {5}Data +FullAWSAccess, data-only\n {5}pipeline +FullAWSAccess/);
  });

  test('gives the same as JSON', async () => {
    const { stdout } = await gatehouse(['organization', 'samples/company', '--account', '444444444444', '--format', 'json']);
    const value: unknown = JSON.parse(stdout);
    assert.equal(pick(value, 'organizationPath'), 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/');
    assert.equal(pick(value, 'serviceControlPolicies', 1, 'policies', 1, 'file'), 'policies/scp/data-only.json');
    assert.equal(pick(value, 'resourceControlPolicies'), null);
    const tree: unknown = JSON.parse((await gatehouse(['organization', 'samples/company', '--format', 'json'])).stdout);
    assert.deepEqual([pick(tree, 'kind'), pick(tree, 'children', 0, 'kind')], ['organization', 'root']);
  });

  test('exports for other programs and documents', async () => {
    const exported = async (format: string): Promise<string> =>
      (await gatehouse(['organization', 'samples/company', '--format', format])).stdout;
    assert.match(await exported('mermaid'), /^flowchart TD\n {2}n0\{\{"Root<br\/>r-ab12/);
    assert.match(await exported('graphviz'), /^digraph organization \{[^]*\}\n$/);
    assert.match(await exported('markdown'), /^- \*\*Root\*\* `r-ab12`/);
    assert.match(await exported('csv'), /^kind,name,id,[^]*\naccount,pipeline,444444444444,\/Data,Data,ACTIVE,/);
    const one = await gatehouse(['organization', 'samples/company', '--account', 'pipeline', '--format', 'csv']);
    assert.equal(one.exitCode, 2);
    assert.match(one.stderr, /leave `--account` out/);
  });

  const outputs = [
    {
      op: 'describe-organization',
      in: {},
      out: { Organization: { Id: 'o-a1b2c3d4e5', FeatureSet: 'ALL', MasterAccountId: '111111111111' } },
    },
    { op: 'list-roots', in: {}, out: { Roots: [{ Id: 'r-ab12', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] } },
    {
      op: 'list-accounts-for-parent',
      in: { ParentId: 'r-ab12' },
      out: { Accounts: [{ Id: '111111111111', Name: 'top', Status: 'ACTIVE' }] },
    },
  ];
  const bundle = outputs.map((one) => `${JSON.stringify(one)}\n`).join('');

  test('reads the outputs of the AWS command line in place of a folder, and says what is wrong with them', async () => {
    await inFolder({ 'aws.jsonl': `${bundle}{"op"` }, async (folder) => {
      const { exitCode, stdout, stderr } = await gatehouse(['organization', 'aws.jsonl'], { folder });
      assert.equal(exitCode, 0);
      assert.match(stdout, /top +111111111111 · management account/);
      assert.match(stderr, /^! aws\.jsonl:4:1 {2}this line is no /m);
    });
    await inFolder({ 'aws.jsonl': '' }, async (folder) => {
      const { exitCode, stderr } = await gatehouse(['organization', 'aws.jsonl'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stderr, /no output of list-roots/);
    });
  });

  test('reads a folder with a file for each call', async () => {
    const files = Object.fromEntries(
      outputs.map(({ op, out }) => [`${op}${op.includes('parent') ? '-r-ab12' : ''}.json`, JSON.stringify(out)]),
    );
    await inFolder(files, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['organization', '.'], { folder });
      assert.equal(exitCode, 0);
      assert.match(stdout, /top +111111111111 · management account/);
    });
  });

  test('makes files of the outputs, in a new folder only', async () => {
    await inFolder({ 'aws.jsonl': bundle, 'there/a.txt': '' }, async (folder) => {
      const written = await gatehouse(['organization', 'aws.jsonl', '--write', 'org'], { folder });
      assert.equal(written.exitCode, 0);
      assert.match(written.stdout, /2 files were written to org/);
      const [fromFiles, fromBundle] = [
        await gatehouse(['organization', 'org', '--account', 'top'], { folder }),
        await gatehouse(['organization', 'aws.jsonl', '--account', 'top'], { folder }),
      ];
      assert.equal(fromFiles.stdout, fromBundle.stdout);
      for (const target of ['org', 'there']) {
        const again = await gatehouse(['organization', 'aws.jsonl', '--write', target], { folder });
        assert.equal(again.exitCode, 2);
        assert.match(again.stderr, /is there already; nothing was written/);
      }
      const fromFolder = await gatehouse(['organization', 'org', '--write', 'other'], { folder });
      assert.match(fromFolder.stderr, /this is an organization\.jsonc already/);
    });
  });

  test('simulates in an organization that was never a folder', async () => {
    await inFolder({ 'aws.jsonl': bundle }, async (folder) => {
      const request = ['--principal', 'top/root', '--action', 's3:ListAllMyBuckets', '--resource', '*', '--context-complete'];
      const { stdout } = await gatehouse(['simulate', '--organization', 'aws.jsonl', ...request], { folder });
      assert.match(stdout, /allowed/i);
    });
  });

  test('exits 2 without an organization or an account of that name', async () => {
    await inFolder({}, async (folder) => {
      const { exitCode, stderr } = await gatehouse(['organization', '.'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stderr, /there is no `organization\.jsonc` here/);
    });
    const unknown = await gatehouse(['organization', 'samples/company', '--account', 'pipelin']);
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /did you mean `pipeline`\?/);
  });

  test('shows what there is of a broken organization, and its trouble on stderr', async () => {
    const files = {
      'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": { "attach": ["scp/no',
      'accounts.jsonc': '[{ "name": "top", "id": "111111111111" }]',
    };
    await inFolder(files, async (folder) => {
      const { exitCode, stdout, stderr } = await gatehouse(['organization', '.'], { folder });
      assert.equal(exitCode, 0);
      assert.match(stdout, /top/);
      assert.match(stderr, /organization\.jsonc:1:\d+/);
    });
  });
});
