import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { compareOrganizations } from '../../../server/src/core/organization/compareOrganizations';
import { describeDifference } from '../../../server/src/core/organization/describeDifference';
import type { OrganizationDifference } from '../../../server/src/core/organization/organizationDifferences';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';

import { companyFiles } from './fixture';

type Files = ReadonlyMap<string, string>;

function differences(before: Files, after: Files): readonly OrganizationDifference[] {
  const [one, other] = [readOrganization(before).organization, readOrganization(after).organization];
  assert.ok(one !== undefined && other !== undefined);
  return compareOrganizations(one, other, { before: (file) => before.get(file), after: (file) => after.get(file) });
}

const compare = (before: Files, after: Files): readonly string[] =>
  differences(before, after).map((one) => english(describeDifference(one)));

/** The company with other texts: each `[file, from, to]`. */
function changed(...changes: readonly (readonly [string, string | RegExp, string])[]): Files {
  const files = companyFiles();
  for (const [file, from, to] of changes) {
    const text = files.get(file) ?? '';
    const edited = text.replace(from, to);
    assert.notEqual(edited, text, `${String(from)} is in ${file}`);
    files.set(file, edited);
  }
  return files;
}

const manifest = 'organization.jsonc';
const accounts = 'accounts.jsonc';
const company = companyFiles();

describe('compared organizations', () => {
  test('an organization does not differ from itself, however it is written', () => {
    assert.deepEqual(differences(company, company), []);
    const policy = 'policies/scp/data-only.json';
    const rewritten = new Map(company).set(
      policy,
      '{ "Statement": [{ "Resource": "*", "Action": "ec2:*", "Effect": "Deny" }],\n "Version": "2012-10-17" }',
    );
    assert.deepEqual(compare(company, rewritten), []);
  });

  test('settings and policy types', () => {
    assert.deepEqual(
      compare(
        company,
        changed(
          [manifest, '"featureSet": "ALL"', '"featureSet": "CONSOLIDATED_BILLING"'],
          [manifest, '"managementAccount": "company"', '"managementAccount": "pond"'],
          [manifest, '"SERVICE_CONTROL_POLICY": "ENABLED"', '"TAG_POLICY": "PENDING_ENABLE"'],
        ),
      ),
      [
        'the feature set changes from ALL to CONSOLIDATED_BILLING',
        'the management account changes from company to pond',
        'policies of type scp change from ENABLED to DISABLED',
        'policies of type tag change from DISABLED to PENDING_ENABLE',
      ],
    );
  });

  test('OUs are the same by their ids, else by their names where they lie', () => {
    const renamed = changed([manifest, '"name": "Data"', '"name": "Lake"'], [accounts, /\/Data/g, '/Lake']);
    assert.deepEqual(compare(company, renamed), ['organizational unit /Data is renamed to Lake']);
    const moved = changed(
      [
        manifest,
        '"id": "ou-ab12-11111111" }',
        '"id": "ou-ab12-11111111", "ous": [{ "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/data-only"], "ous": [{ "name": "Lakes/Ponds" }] }] }',
      ],
      [manifest, /\n {6}\{ "name": "Data".*/, ''],
      [accounts, /"\/Data/g, '"/Engineer/Data'],
    );
    assert.deepEqual(compare(company, moved), ['organizational unit /Data moves to /Engineer']);
    const added = changed([
      manifest,
      '"id": "ou-ab12-11111111" }',
      '"id": "ou-ab12-11111111", "ous": [{ "name": "A", "ous": [{ "name": "B" }] }] }',
    ]);
    assert.deepEqual(compare(company, added), [
      'organizational unit /Engineer/A is created',
      'organizational unit /Engineer/A/B is created',
    ]);
    assert.deepEqual(compare(added, company), [
      'organizational unit /Engineer/A/B is deleted',
      'organizational unit /Engineer/A is deleted',
    ]);
    const other = changed([manifest, 'ou-ab12-11111111', 'ou-ab12-33333333']);
    assert.deepEqual(compare(company, other).slice(0, 2), [
      'organizational unit /Engineer is created',
      'organizational unit /Engineer is deleted',
    ]);
  });

  test('an id that is known later changes nothing, and ids of another organization mean nothing', () => {
    const known = changed([manifest, '{ "name": "Lakes/Ponds" }', '{ "name": "Lakes/Ponds", "id": "ou-ab12-99999999" }']);
    assert.deepEqual(compare(company, known), []);
    const other = changed(
      [manifest, 'o-a1b2c3d4e5', 'o-zzzzzzzzzz'],
      [manifest, 'ou-ab12-11111111', 'ou-zz99-11111111'],
      [manifest, 'p-1a2b3c4d', 'p-99999999'],
      [accounts, '222222222222', '999999999999'],
    );
    assert.deepEqual(compare(company, other), ['the id of the organization changes from o-a1b2c3d4e5 to o-zzzzzzzzzz']);
  });

  test('accounts', () => {
    const after = changed(
      [accounts, '"name": "service-1"', '"name": "service"'],
      [manifest, '["service-1"]', '["service"]'],
      [accounts, '"ou": "/Data", "tags": { "team": "data" }', '"ou": "/Engineer", "state": "SUSPENDED", "tags": { "a": "b" }'],
      [accounts, '{ "name": "pond"', '{ "name": "new"'],
    );
    const files = new Map([...after].filter(([file]) => !/^(iam|resources)\//.test(file)));
    assert.deepEqual(compare(company, files), [
      'account service-1 (222222222222): name changes from service-1 to service',
      'account pipeline (444444444444) moves from /Data to /Engineer',
      'account pipeline (444444444444): state changes from ACTIVE to SUSPENDED',
      'account pipeline (444444444444): tags +a=b, -team',
      'account new joins at /Data/Lakes~1Ponds',
      'account pond leaves the organization',
    ]);
  });

  test('an account whose place is not known has not moved', () => {
    assert.deepEqual(compare(company, changed([accounts, '"ou": "/Engineer"', '"ou": "/(not exported)"'])), []);
  });

  test('policies, and what is attached', () => {
    const after = changed(
      [
        manifest,
        '"scp/deny-leave": { "id": "p-1a2b3c4d", "file": "policies/scp/deny-leave.json" }',
        '"scp/stay": { "id": "p-1a2b3c4d", "file": "policies/scp/deny-leave.json", "description": "d" }',
      ],
      [manifest, '"attach": ["scp/FullAWSAccess", "scp/deny-leave"]', '"attach": ["scp/FullAWSAccess", "scp/stay", "scp/more"]'],
      [manifest, '"attach": ["scp/FullAWSAccess", "scp/data-only"], ', ''],
      ['policies/scp/deny-leave.json', 'organizations:LeaveOrganization', 'organizations:*'],
    );
    const files = new Map([...after].filter(([file]) => file !== 'policies/scp/data-only.json')).set('policies/scp/more.json', '{}');
    assert.deepEqual(compare(company, files), [
      'policy scp/deny-leave changes: name, description, content',
      'policy scp/more is created',
      'policy scp/data-only is deleted',
      'policy scp/more is attached to /',
      'policy scp/data-only is detached from /Data',
    ]);
  });

  test('of a type that is turned on AWS attaches its own policy everywhere; of one that is off nothing is attached', () => {
    const off = changed([manifest, '"SERVICE_CONTROL_POLICY": "ENABLED"', '']);
    assert.deepEqual(compare(off, company), [
      'policies of type scp change from DISABLED to ENABLED',
      'policy scp/deny-leave is attached to /',
      'policy scp/data-only is attached to /Data',
    ]);
    assert.deepEqual(compare(company, off), ['policies of type scp change from ENABLED to DISABLED']);
  });

  test('the order of declarative policies matters, that of SCPs does not', () => {
    const attached = (order: string): Files =>
      new Map([
        ...changed(
          [manifest, '"SERVICE_CONTROL_POLICY": "ENABLED"', '$&, "TAG_POLICY": "ENABLED"'],
          [manifest, '"attach": ["scp/FullAWSAccess", "scp/deny-leave"]', `"attach": [${order}]`],
        ),
        ...['a', 'b', 'c', 'd'].map((name) => [`policies/tag/${name}.json`, '{}'] as const),
      ]);
    const before = attached('"scp/FullAWSAccess", "scp/deny-leave", "tag/a", "tag/b", "tag/c"');
    assert.deepEqual(compare(before, attached('"tag/a", "tag/b", "tag/c", "scp/deny-leave", "scp/FullAWSAccess"')), []);
    const [added, removed, reordered, ...others] = differences(
      before,
      attached('"tag/b", "tag/d", "tag/c", "scp/deny-leave", "scp/FullAWSAccess"'),
    );
    assert.deepEqual([added?.kind, removed?.kind, others], ['policyAttached', 'policyDetached', []]);
    assert.ok(reordered?.kind === 'policiesReordered');
    assert.deepEqual(
      [reordered.again, reordered.sequence].map((policies) => policies.map(({ path }) => path)),
      [['tag/c'], ['tag/d', 'tag/c']],
    );
  });

  test('attachments and documents that are not known are no difference', () => {
    assert.deepEqual(compare(company, changed([manifest, '["scp/FullAWSAccess", "scp/data-only"]', '["scp/(not exported)"]'])), []);
    const missing = new Map([...company].filter(([file]) => file !== 'policies/scp/deny-leave.json'));
    assert.deepEqual(compare(company, missing), []);
  });

  test('services, their administrators and the delegation policy', () => {
    const after = new Map(
      changed([
        manifest,
        '{ "securityhub.amazonaws.com": ["service-1"] }',
        '{ "ram.amazonaws.com": ["pipeline"] }, "trustedAccess": ["ram.amazonaws.com"], "delegationPolicy": "policies/delegation.json"',
      ]),
    ).set('policies/delegation.json', '{"a": 1}');
    assert.deepEqual(compare(company, after), [
      'ram.amazonaws.com gets trusted access',
      'account pipeline (444444444444) becomes delegated administrator of ram.amazonaws.com',
      'account service-1 (222222222222) is no longer delegated administrator of securityhub.amazonaws.com',
      'the delegation policy is created',
    ]);
    assert.deepEqual(compare(after, company).at(-1), 'the delegation policy is deleted');
    assert.deepEqual(compare(after, new Map(after).set('policies/delegation.json', '{"a": 2}')), ['the delegation policy changes']);
  });
});
