import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { inRoot } from '../support/root';

import { gatehouse, inFolder } from './commandLine';

/** An `aws` that knows one organization, pretty-printed as the real one's output is; `--query … --output text` gives ids. */
const fakeAws = `#!/usr/bin/env bash
operation=$2; shift 2
query=; argument=
while [ $# -gt 0 ]; do
  case $1 in
    --query) query=$2; shift 2 ;;
    --output) shift 2 ;;
    *) argument=$2; shift 2 ;;
  esac
done
case "$operation $argument" in
  'list-roots ') text=r-ab12; json='{\n"Roots": [{"Id": "r-ab12", "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}, {"Type": "BACKUP_POLICY", "Status": "ENABLED"}]}]\n}' ;;
  'describe-organization ') json='{"Organization": {"Id": "o-a1b2c3d4e5", "FeatureSet": "ALL", "MasterAccountId": "111111111111"}}' ;;
  'list-accounts ') text='111111111111\t222222222222'; json='{"Accounts": [{"Id": "111111111111", "Name": "top"}, {"Id": "222222222222", "Name": "a b"}]}' ;;
  'list-organizational-units-for-parent r-ab12') text=ou-ab12-11111111; json='{"OrganizationalUnits": [{"Id": "ou-ab12-11111111", "Name": "Data"}]}' ;;
  'list-organizational-units-for-parent '*) text=None; json='{"OrganizationalUnits": []}' ;;
  'list-accounts-for-parent r-ab12') json='{"Accounts": [{"Id": "111111111111", "Name": "top"}]}' ;;
  'list-accounts-for-parent '*) json='{"Accounts": [{"Id": "222222222222", "Name": "a b"}]}' ;;
  'list-policies SERVICE_CONTROL_POLICY') text='p-FullAWSAccess\tp-11111111'
    json='{"Policies": [{"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": true}, {"Id": "p-11111111", "Name": "deny", "Type": "SERVICE_CONTROL_POLICY"}]}' ;;
  'list-policies BACKUP_POLICY') text='p-22222222\\tp-33333333'
    json='{"Policies": [{"Id": "p-22222222", "Name": "daily", "Type": "BACKUP_POLICY"}, {"Id": "p-33333333", "Name": "weekly", "Type": "BACKUP_POLICY"}]}' ;;
  'describe-policy p-22222222') json='{"Policy": {"PolicySummary": {"Id": "p-22222222", "Name": "daily", "Type": "BACKUP_POLICY"}, "Content": "{}"}}' ;;
  'describe-policy p-33333333') json='{"Policy": {"PolicySummary": {"Id": "p-33333333", "Name": "weekly", "Type": "BACKUP_POLICY"}, "Content": "{}"}}' ;;
  'list-targets-for-policy p-22222222') text='ou-ab12-11111111\\tr-ab12'; json='{"Targets": [{"TargetId": "ou-ab12-11111111"}, {"TargetId": "r-ab12"}]}' ;;
  'list-targets-for-policy p-33333333') text=ou-ab12-11111111; json='{"Targets": [{"TargetId": "ou-ab12-11111111"}]}' ;;
  'list-policies-for-target ou-ab12-11111111') json='{"Policies": [{"Id": "p-33333333"}, {"Id": "p-22222222"}]}' ;;
  'list-handshakes-for-organization ') json='{"Handshakes": []}' ;;
  'describe-policy p-11111111') json='{"Policy": {"PolicySummary": {"Id": "p-11111111", "Name": "deny", "Type": "SERVICE_CONTROL_POLICY"}, "Content": "{\\\\"Version\\\\":\\\\"2012-10-17\\\\",\\\\n\\\\"Statement\\\\":[]}"}}' ;;
  'describe-policy '*) json='{"Policy": {"PolicySummary": {"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": true}, "Content": "{}"}}' ;;
  'list-targets-for-policy p-11111111') json='{"Targets": [{"TargetId": "ou-ab12-11111111"}]}' ;;
  'list-targets-for-policy '*) json='{"Targets": [{"TargetId": "r-ab12"}, {"TargetId": "ou-ab12-11111111"}, {"TargetId": "111111111111"}, {"TargetId": "222222222222"}]}' ;;
  'list-tags-for-resource 222222222222') json='{"Tags": [{"Key": "team", "Value": "data"}]}' ;;
  'list-tags-for-resource '*) json='{"Tags": []}' ;;
  *) exit 254 ;;
esac
if [ -n "$query" ]; then printf "\${text:-None}\\n"; else printf '%b\\n' "$json"; fi
`;

describe('docs/export-organization.sh', { skip: process.platform === 'win32' }, () => {
  test('makes one file of what AWS says, which Gatehouse reads, and names what it could not ask', async () => {
    await inFolder({}, async (folder) => {
      writeFileSync(path.join(folder, 'aws'), fakeAws);
      chmodSync(path.join(folder, 'aws'), 0o755);
      const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
      const { status, stdout, stderr } = spawnSync('bash', [inRoot('docs/export-organization.sh')], { encoding: 'utf8', env });
      assert.equal(status === 0 || status === null, true, stderr);
      assert.match(stderr, /^not exported: list-policies \{"Filter":"TAG_POLICY"\}$/m);
      assert.match(stderr, /^not exported: describe-resource-policy \{\}$/m);
      assert.ok(stdout.split('\n').every((line) => line === '' || typeof JSON.parse(line) === 'object'));
      assert.deepEqual(stdout.match(/^.*list-policies-for-target.*$/gm)?.length, 1);
      writeFileSync(path.join(folder, 'organization.jsonl'), stdout);
      const converted = await gatehouse(['organization', 'organization.jsonl', '--write', 'org'], { folder });
      assert.equal(converted.exitCode, 0, converted.stderr);
      assert.match(readFileSync(path.join(folder, 'org/organization.jsonc'), 'utf8'), /"backup\/weekly",\s+"backup\/daily"/);
      const read = await gatehouse(['organization', 'organization.jsonl', '--account', '222222222222'], { folder });
      assert.equal(read.stderr, '');
      assert.match(
        read.stdout,
        /SCP {2}Root +FullAWSAccess\n +Data +deny, FullAWSAccess|SCP {2}Root +FullAWSAccess\n +Data +FullAWSAccess, deny/,
      );
    });
  });
});
