import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { gatehouse, inFolder, pick } from '../cli/commandLine';
import { openSeeds } from './seeds';

// What the two documents say and AWS no longer does, or never did.

const orgAdmin = 'company/user/org-admin';

describe('errata of the seed documents', () => {
  it('E1: organizations:PolicyType has fifteen values and not four; another one is a warning', async () => {
    const seeds = openSeeds();
    const file = 'overview/tag-policies-only.json';
    assert.deepEqual(await seeds.codes(file), []);
    const text = seeds.textOf(file);
    seeds.open(file, text.replace('"TAG_POLICY"', '""'));
    const values = (await seeds.complete(file, '"organizations:PolicyType": ["|"')).map(({ label }) => label);
    assert.equal(values.length, 15);
    for (const value of [
      'AISERVICES_OPT_OUT_POLICY',
      'BACKUP_POLICY',
      'SERVICE_CONTROL_POLICY',
      'TAG_POLICY',
      'RESOURCE_CONTROL_POLICY',
      'S3_POLICY',
    ])
      assert.ok(values.includes(value), value);
    const [unknown] = await seeds.diagnostics(file, text.replace('TAG_POLICY', 'TAG_POLICIES'));
    assert.deepEqual([unknown?.code, unknown?.severity], ['invalid-policy-type-value', 2]);
    assert.match(await seeds.fixed(file, /`TAG_POLICY`/), /\["TAG_POLICY"\]/);
  });

  it('E2: AWS Organizations does support a policy on itself, which delegates', async () => {
    const seeds = openSeeds();
    const delegation = {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Tags', Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: 'organizations:DescribePolicy', Resource: '*' },
      ],
    };
    const uri = seeds.open('company/policies/delegation.json', JSON.stringify(delegation));
    const info = await seeds.service.documentInfo(uri);
    assert.deepEqual([info?.policyType, info?.policyTypeLabel], ['delegation', 'Organization delegation policy']);
    const manifest = seeds
      .textOf('company/organization.jsonc')
      .replace('"policies": {', '"delegationPolicy": "policies/delegation.json",\n  "policies": {');
    seeds.open('company/organization.jsonc', manifest);
    assert.ok((await seeds.tree()).some(({ label }) => label === 'Delegation policy'));
    const { decision, headline } = await seeds.ask('service-1/user/cto', 'organizations:DescribePolicy', '*');
    assert.equal(decision, 'allowed');
    assert.match(headline, /AdministratorAccess|Tags/);
  });

  it('E3: ListOrganizationalUnits is no action; the one that is meant comes first', async () => {
    const seeds = openSeeds();
    const [unknown, ...others] = await seeds.diagnostics('overview/list-units.json');
    assert.deepEqual([unknown?.code, unknown?.severity, others.length], ['invalid-action', 2, 0]);
    assert.match(await seeds.fixed('overview/list-units.json', /^Change to/), /\["organizations:ListOrganizationalUnitsForParent", /);
  });

  it('E4: the denial without a tag is inverted: the simulator shows it, and a quick fix turns it round', async () => {
    const seeds = openSeeds();
    const file = 'overview/deny-untagged-accounts.json';
    assert.deepEqual(await seeds.codes(file), ['resource-tag-on-creation']);
    const asked = async (text: string, context: Readonly<Record<string, string>>): Promise<string> => {
      seeds.open('company/policies/scp/tags.json', text);
      const document: unknown = JSON.parse(text);
      const inline = { name: 'tags', document };
      const people = { users: [{ name: 'org-admin', managed: ['AdministratorAccess'], inline: [inline] }] };
      seeds.open('company/iam/company/principals.jsonc', JSON.stringify(people));
      return (await seeds.ask(orgAdmin, 'organizations:CreateAccount', '*', { context })).decision;
    };
    const written = seeds.textOf(file);
    assert.equal(await asked(written, {}), 'allowed');
    assert.equal(await asked(written, { 'aws:RequestTag/key': 'value' }), 'allowed');
    const fixed = await seeds.fixed(file, /Deny unless/);
    assert.match(fixed, /"StringNotEquals": \{ "aws:RequestTag\/key": "value" \}/);
    assert.deepEqual(await seeds.codes(file, fixed), []);
    assert.equal(await asked(fixed, {}), 'explicitDeny');
    assert.equal(await asked(fixed, { 'aws:RequestTag/key': 'other' }), 'explicitDeny');
    assert.equal(await asked(fixed, { 'aws:RequestTag/key': 'value' }), 'allowed');
  });

  it('E5: CreateAccount is authorized on no resource, against an example of the User Guide', async () => {
    const seeds = openSeeds();
    const file = 'overview/create-account-partial-arn.json';
    const [found] = await seeds.diagnostics(file);
    assert.deepEqual([found?.code, found?.severity], ['resource-for-action-without-resources', 3]);
    assert.match(await seeds.fixed(file, /Change to/), /"Resource": "\*"/);
  });

  it('E6: a policy type that the root does not name is off', async () => {
    const seeds = openSeeds();
    const manifest = seeds.textOf('company/organization.jsonc');
    seeds.open('company/organization.jsonc', manifest.replace('"SERVICE_CONTROL_POLICY": "ENABLED"', ''));
    const root = (await seeds.tree()).find(({ kind }) => kind === 'root');
    assert.match(root?.description ?? '', /SCP off · RCP off/);
    assert.equal((await seeds.ask('pipeline/root', 'ec2:DescribeInstances', '*')).decision, 'allowed');
    assert.match(await seeds.hover('company/organization.jsonc', '"policy|Types"'), /One that is not here is off/);
  });

  it('E7: what a created account needs to leave is more than a card', async () => {
    const seeds = openSeeds();
    const created = (await seeds.tree()).find(({ label, kind }) => label === 'pipeline' && kind === 'account');
    assert.match(created?.tooltip ?? '', /payment method.*4 days.*no delegated administrator.*invite/);
    const invited = (await seeds.tree()).find(({ label, kind }) => label === 'service-1' && kind === 'account');
    assert.doesNotMatch(invited?.tooltip ?? '', /to leave/);
    assert.match(
      await seeds.hover('company/accounts.jsonc', '"service-2", "id": "333333333333", "ou": "/Engineer", "joined": "CRE|ATED"'),
      /4 days/,
    );
  });

  it('E8: Administrator, EC2FullAccess and S3FullAccess have longer names', async () => {
    for (const [written, right] of [
      ['Administrator', 'AdministratorAccess'],
      ['EC2FullAccess', 'AmazonEC2FullAccess'],
      ['S3FullAccess', 'AmazonS3FullAccess'],
    ] as const) {
      const seeds = openSeeds();
      const file = 'company/iam/service-1/principals.jsonc';
      const [found] = await seeds.diagnostics(file, seeds.textOf(file).replace('"AdministratorAccess"', JSON.stringify(written)));
      assert.deepEqual([found?.code, found?.severity], ['unknown-managed-policy', 2]);
      assert.match(await seeds.fixed(file, new RegExp(`\`${right}\``)), new RegExp(`"cto", "console": true, "managed": \\["${right}"\\]`));
    }
    assert.deepEqual(await openSeeds().codes('company/iam/service-1/principals.jsonc'), []);
  });

  it('E9: the dashes of an account id are for reading', async () => {
    const seeds = openSeeds();
    const file = 'company/accounts.jsonc';
    const [found] = await seeds.diagnostics(file, seeds.textOf(file).replace('"444444444444"', '"4444-4444-4444"'));
    assert.deepEqual([found?.code, found?.severity], ['invalid-id', 2]);
    assert.equal((await seeds.ask('pipeline/root', 'ec2:DescribeInstances', '*')).decision, 'explicitDeny');
    const fixed = await seeds.fixed(file, /444444444444/);
    assert.match(fixed, /"pipeline", "id": "444444444444"/);
    assert.deepEqual(await seeds.codes(file, fixed), []);
  });

  it('E10: the three roots are told apart where they are written', async () => {
    const seeds = openSeeds();
    const file = 'company/organization.jsonc';
    assert.match(
      await seeds.hover(file, '"management|Account"'),
      /once: master or payer account[\s\S]*Not to be mixed up with the root user/,
    );
    assert.match(await seeds.hover(file, '"ro|ot"'), /root of the organization[\s\S]*Not to be mixed up with the root user/);
    assert.match(
      await seeds.hover('company/policies/scp/deny-root-user.json', 'arn:aws:iam::*:r|oot'),
      /root user\*\* is the owner of one account/,
    );
    const trust =
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:root" }, "Action": "sts:AssumeRole" }] }';
    seeds.open('company.trust.json', trust);
    assert.match(await seeds.hover('company.trust.json', 'arn:aws:iam::111111111111:ro|ot'), /The account as a whole/);
  });

  it('E11: listing buckets, listing a bucket and its objects need three kinds of resources', async () => {
    const seeds = openSeeds();
    const file = 'company/iam/pipeline/policies/s3-monitoring-bot-policy.json';
    assert.deepEqual(await seeds.codes(file), []);
    const wrong = seeds.textOf(file).replace('"arn:aws:s3:::media/*"', '"arn:aws:s3:::media"');
    assert.deepEqual(await seeds.codes(file, wrong), ['bucket-and-object-arn-mismatch', 'bucket-and-object-arn-mismatch']);
    const fixed = await seeds.fixed(file, /Add `arn:aws:s3:::media\/\*`/);
    assert.deepEqual(await seeds.codes(file, fixed), []);
    const asked = async (action: string, resource: string): Promise<string> =>
      (await seeds.ask('pipeline/user/s3-monitoring-bot', action, resource)).decision;
    const people = seeds.textOf('company/iam/pipeline/principals.jsonc');
    const own = people
      .replace('"managed": ["ReadOnlyAccess"]', '"managed": ["./policies/s3-monitoring-bot-policy.json"]')
      .replace('"groups": ["bots"],', '');
    seeds.open('company/iam/pipeline/principals.jsonc', own);
    assert.equal(await asked('s3:ListAllMyBuckets', '*'), 'implicitDeny');
    assert.equal(await asked('s3:ListBucket', 'arn:aws:s3:::media'), 'allowed');
    assert.equal(await asked('s3:DeleteObject', 'arn:aws:s3:::media/a.png'), 'allowed');
    assert.equal(await asked('s3:DeleteObject', 'arn:aws:s3:::other/a.png'), 'implicitDeny');
  });

  it('E12: a key that is valid for ever is said to be one, and its id in a file is a warning', async () => {
    const seeds = openSeeds();
    const bot = (await seeds.tree()).find(({ label }) => label === 's3-monitoring-bot');
    assert.match(bot?.tooltip ?? '', /valid until somebody takes it away: a role/);
    const file = 'company/iam/pipeline/principals.jsonc';
    const text = seeds.textOf(file);
    const withKey = (id: string): string => text.replace('"accessKeys": 1', `"accessKeys": 1, "tags": { "key": "${id}" }`);
    assert.deepEqual(await seeds.codes(file, withKey(`AKIA${'Z7'.repeat(8)}`)), ['access-key']);
    assert.deepEqual(await seeds.codes(file, withKey('AKIAIOSFODNN7EXAMPLE')), []);
  });

  it('E13: organization paths end with a slash and are compared by a set operator', async () => {
    const seeds = openSeeds();
    const file = 'overview/two-units.json';
    assert.deepEqual(await seeds.codes(file), []);
    const text = seeds.textOf(file);
    assert.deepEqual(await seeds.codes(file, text.replace('ou-def0-awsbbbbb/', 'ou-def0-awsbbbbb')), [
      'missing-slash-in-organization-path',
    ]);
    assert.equal(await seeds.fixed(file, /awsbbbbb\//), text);
    assert.deepEqual(await seeds.codes(file, text.replace('ForAnyValue:', '')), ['missing-qualifier']);
  });

  it('are found on the command line as in the editor', async () => {
    const wrong = openSeeds().textOf('overview/deny-untagged-accounts.json');
    await inFolder({ 'deny.json': wrong }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['check', '--format', 'json', 'deny.json'], { folder });
      const found: unknown = JSON.parse(stdout);
      assert.deepEqual([exitCode, pick(found, 0, 'code')], [0, 'resource-tag-on-creation']);
    });
  });
});
