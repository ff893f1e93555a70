import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { PolicyInput } from '../../../server/src/core/evaluation/request';
import { effectivePolicies, organizationPath } from '../../../server/src/core/organization/effectivePolicies';
import { findPrincipal } from '../../../server/src/core/organization/findPrincipal';
import { gatherPolicies } from '../../../server/src/core/simulation/gatherPolicies';
import type { Organization } from '../../../server/src/core/organization/organization';
import { filesFrom } from '../../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../../server/src/core/organization/policyLoader';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';

import { companyFiles } from '../organization/fixture';

const managedDocument = '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }';

function open(changes: Readonly<Record<string, string | undefined>> = {}) {
  const files = companyFiles(changes);
  const { organization } = readOrganization(files);
  assert.ok(organization);
  const load = createPolicyLoader({ files: filesFrom(files), managedPolicyDocument: () => managedDocument });
  return { organization, load };
}

function levels(organization: Organization, account: string, type: 'scpLevels' | 'rcpLevels') {
  const id = organization.accounts.find(({ name }) => name === account)?.id ?? account;
  return effectivePolicies(organization, id)[type]?.map(
    ({ name, policies }) => `${name}: ${policies.map(({ reference }) => reference).join(' ')}`,
  );
}

const manifest = (types: string, featureSet = 'ALL', attach = '["scp/deny-leave"]'): string =>
  `{ "organization": { "featureSet": "${featureSet}", "managementAccount": "company" },
     "root": { "policyTypes": { ${types} }, "attach": ${attach}, "ous": [{ "name": "Engineer" }, { "name": "Data", "attach": ["rcp/perimeter"] }] } }`;

describe('effective policies', () => {
  test('go level by level from the root; no entry means FullAWSAccess, any entry means exactly those', () => {
    const { organization } = open();
    assert.deepEqual(levels(organization, 'pipeline', 'scpLevels'), [
      'Root: scp/FullAWSAccess scp/deny-leave',
      'Data: scp/FullAWSAccess scp/data-only',
      'pipeline: scp/FullAWSAccess',
    ]);
    const { organization: narrow } = open({ 'organization.jsonc': manifest('"SERVICE_CONTROL_POLICY": "ENABLED"') });
    assert.deepEqual(levels(narrow, 'service-1', 'scpLevels'), [
      'Root: scp/deny-leave',
      'Engineer: scp/FullAWSAccess',
      'service-1: scp/FullAWSAccess',
    ]);
  });

  test('always have RCPFullAWSAccess among the RCPs', () => {
    const { organization } = open({
      'organization.jsonc': manifest('"RESOURCE_CONTROL_POLICY": "ENABLED"'),
      'policies/rcp/perimeter.json': managedDocument,
    });
    assert.deepEqual(levels(organization, 'pipeline', 'rcpLevels'), [
      'Root: rcp/RCPFullAWSAccess',
      'Data: rcp/RCPFullAWSAccess rcp/perimeter',
      'pipeline: rcp/RCPFullAWSAccess',
    ]);
    assert.equal(levels(organization, 'pipeline', 'scpLevels'), undefined);
  });

  for (const state of ['PENDING_ENABLE', 'PENDING_DISABLE', 'DISABLED']) {
    test(`do not apply while the type is ${state}`, () => {
      const { organization } = open({ 'organization.jsonc': manifest(`"SERVICE_CONTROL_POLICY": "${state}"`) });
      assert.equal(levels(organization, 'service-1', 'scpLevels'), undefined);
    });
  }

  test('do not apply with consolidated billing only', () => {
    const { organization } = open({ 'organization.jsonc': manifest('"SERVICE_CONTROL_POLICY": "ENABLED"', 'CONSOLIDATED_BILLING') });
    assert.equal(levels(organization, 'service-1', 'scpLevels'), undefined);
  });

  test('have an unknown level where the OU is unknown', () => {
    const { organization, load } = open({ 'accounts.jsonc': '[{ "name": "pipeline", "id": "444444444444", "ou": "/Data/Nowhere" }]' });
    const found = effectivePolicies(organization, '444444444444').scpLevels;
    assert.deepEqual(
      found?.map(({ kind }) => kind),
      ['root', 'organizationalUnit', 'unknown', 'account'],
    );
    assert.equal(organizationPath(organization, '444444444444'), undefined);
    const { policies } = gather({ organization, load }, 'pipeline/user/bot', 's3:GetObject', '*');
    assert.deepEqual(policies.serviceControlPolicies?.[2], [{ name: '/Data/Nowhere', policy: undefined }]);
  });

  test('give a path that ends with a slash and has no account in it', () => {
    const { organization } = open();
    assert.equal(organizationPath(organization, '444444444444'), 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/');
    assert.equal(organizationPath(organization, '111111111111'), 'o-a1b2c3d4e5/r-ab12/');
  });
});

describe('a principal', () => {
  const { organization } = open();
  const found: readonly [string, string, string][] = [
    ['pipeline/user/bot', 'user', 'arn:aws:iam::444444444444:user/bot'],
    ['444444444444/user/bot', 'user', 'arn:aws:iam::444444444444:user/bot'],
    ['pipeline/user/people/ann', 'user', 'arn:aws:iam::444444444444:user/people/ann'],
    ['pipeline/user/ann', 'user', 'arn:aws:iam::444444444444:user/people/ann'],
    ['pipeline/role/jobs/etl', 'role', 'arn:aws:iam::444444444444:role/jobs/etl'],
    ['pipeline/root', 'root', 'arn:aws:iam::444444444444:root'],
    ['arn:aws:iam::444444444444:user/bot', 'user', 'arn:aws:iam::444444444444:user/bot'],
    ['arn:aws:sts::444444444444:assumed-role/etl/run-7', 'role', 'arn:aws:sts::444444444444:assumed-role/etl/run-7'],
    ['arn:aws:iam::999999999999:role/x', 'stranger', 'arn:aws:iam::999999999999:role/x'],
    ['arn:aws:iam::444444444444:role/x', 'stranger', 'arn:aws:iam::444444444444:role/x'],
  ];
  for (const [text, kind, arn] of found) {
    test(`is found by ${text}`, () => {
      const lookup = findPrincipal(organization, text);
      assert.ok(lookup.kind === 'found');
      assert.deepEqual([lookup.principal.kind, lookup.principal.arn], [kind, arn]);
    });
  }

  const missed: readonly [string, readonly string[]][] = [
    ['pipeline/user/bto', ['pipeline/user/bot']],
    ['pipelin/user/bot', ['pipeline/user/bot']],
    ['bot', ['pipeline/user/bot']],
    ['pipeline/role/jobs/elt', ['pipeline/role/jobs/etl']],
  ];
  for (const [text, nearest] of missed) {
    test(`is not found by ${text}, but its like is named`, () => {
      const lookup = findPrincipal(organization, text);
      assert.ok(lookup.kind === 'notFound');
      assert.deepEqual(lookup.nearest.slice(0, nearest.length), nearest);
    });
  }
});

function gather({ organization, load }: ReturnType<typeof open>, who: string, action: string, resource: string, resourceAccount?: string) {
  const lookup = findPrincipal(organization, who);
  assert.ok(lookup.kind === 'found');
  return gatherPolicies(organization, { principal: lookup.principal, action, resource, resourceAccount }, load);
}

const names = (inputs: readonly PolicyInput[] | undefined) =>
  inputs?.map(({ name, policy }) => (policy === undefined ? `${name} (unknown)` : name));

describe('the policies of a request', () => {
  test('are those of the user, of its groups, of its levels and of the bucket', () => {
    const { policies, resourceAccount } = gather(open(), 'pipeline/user/bot', 's3:GetObject', 'arn:aws:s3:::media/a.png');
    assert.deepEqual(names(policies.identityPolicies), ['bot', 'ReadOnlyAccess', 'bot/extra', 'shared']);
    assert.equal(policies.permissionsBoundary, undefined);
    assert.deepEqual(policies.serviceControlPolicies?.map(names), [
      ['FullAWSAccess', 'deny-leave'],
      ['FullAWSAccess', 'data-only'],
      ['FullAWSAccess'],
    ]);
    assert.equal(policies.resourceControlPolicies, undefined);
    assert.equal(policies.resourcePolicy?.name, 'media.bucket');
    assert.equal(policies.resourcePolicy.uri, 'resources/pipeline/media.bucket.json');
    assert.equal(policies.managementAccount, '111111111111');
    assert.equal(resourceAccount, '444444444444');
  });

  test('have the statements of an embedded document, at their places in the file', () => {
    const { policies } = gather(open(), 'pipeline/user/bot', 's3:GetObject', '*');
    const inline = policies.identityPolicies[2];
    const text = companyFiles().get('iam/pipeline/principals.jsonc') ?? '';
    const statement = inline?.policy?.statements[0];
    assert.ok(statement);
    assert.match(text.slice(statement.start, statement.end), /^\{"Effect":"Allow","Action":"sqs:ReceiveMessage"/);
  });

  test('have a boundary where one is set', () => {
    const { policies } = gather(open(), 'pipeline/user/people/ann', 's3:GetObject', '*');
    assert.equal(policies.permissionsBoundary?.name, 'PowerUserAccess');
  });

  test('have the trust policy when a role is assumed, and only then', () => {
    const role = 'arn:aws:iam::444444444444:role/jobs/etl';
    assert.equal(gather(open(), 'pipeline/user/bot', 'sts:AssumeRole', role).policies.resourcePolicy?.name, 'etl');
    assert.equal(gather(open(), 'pipeline/user/bot', 'iam:GetRole', role).policies.resourcePolicy, undefined);
  });

  test('find the bucket that another account lists', () => {
    const { resourceAccount, policies, facts } = gather(open(), 'service-1/root', 's3:GetObject', 'arn:aws:s3:::media/a.png');
    assert.equal(resourceAccount, '444444444444');
    assert.equal(policies.resourcePolicy?.name, 'media.bucket');
    assert.equal(facts.resource?.organizationPath, 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/');
    assert.equal(facts.principal?.organizationPath, 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/');
  });

  test('come with what the model knows of the caller', () => {
    const { facts } = gather(open(), 'pipeline/user/bot', 's3:GetObject', 'arn:aws:s3:::other/a');
    assert.deepEqual(facts.principalTags, { team: 'data' });
    assert.deepEqual(facts.principal, {
      organizationId: 'o-a1b2c3d4e5',
      organizationPath: 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/',
    });
  });

  test('know nothing of a stranger', () => {
    const { facts } = gather(open(), 'arn:aws:iam::999999999999:user/x', 's3:GetObject', '*');
    assert.deepEqual([facts.principal, facts.principalInOrganization, facts.principalTags], [undefined, undefined, undefined]);
  });

  test('name the role with its path behind a session', () => {
    const { context } = gather(open(), 'arn:aws:sts::444444444444:assumed-role/etl/run-7', 's3:GetObject', '*');
    assert.equal(context['aws:PrincipalArn'], 'arn:aws:iam::444444444444:role/jobs/etl');
  });
});

describe('what cannot be read is unknown, never left out', () => {
  test('an identity policy without a file', () => {
    const { policies } = gather(open({ 'iam/pipeline/policies/bot.json': undefined }), 'pipeline/user/bot', 's3:GetObject', '*');
    assert.deepEqual(names(policies.identityPolicies)?.[0], 'bot (unknown)');
  });

  test('a broken service control policy', () => {
    const { policies } = gather(open({ 'policies/scp/deny-leave.json': '{ "Statement": [' }), 'pipeline/user/bot', 's3:GetObject', '*');
    assert.deepEqual(names(policies.serviceControlPolicies?.[0]), ['FullAWSAccess', 'deny-leave (unknown)']);
  });

  test('what a broken manifest lost', () => {
    const whole = companyFiles().get('organization.jsonc') ?? '';
    for (const cut of ['"policyTypes"', '"attach"', '"policies"']) {
      const broken = open({ 'organization.jsonc': whole.slice(0, whole.indexOf(cut)) });
      const { policies } = gather(broken, 'pipeline/user/bot', 's3:GetObject', '*');
      assert.ok(
        policies.serviceControlPolicies?.some((level) => level.some(({ policy }) => policy === undefined)),
        cut,
      );
    }
  });

  test('what a broken entry of principals.jsonc lost, and nothing of the whole ones', () => {
    const text = '{ "users": [{ "name": "ann", "managed": ["./policies/bot.json"] }, { "name": "bot", "managed": [';
    const broken = open({ 'iam/pipeline/principals.jsonc': text });
    assert.deepEqual(names(gather(broken, 'pipeline/user/bot', 's3:GetObject', '*').policies.identityPolicies), ['bot (unknown)']);
    assert.deepEqual(names(gather(broken, 'pipeline/user/ann', 's3:GetObject', '*').policies.identityPolicies), ['bot']);
  });

  test('the policy of a resource that a broken list may have lost', () => {
    const broken = open({ 'resources/pipeline/resources.jsonc': '[{ "arn": ' });
    const { policies } = gather(broken, 'pipeline/user/bot', 's3:GetObject', 'arn:aws:s3:::media/a');
    assert.ok(policies.resourcePolicy !== undefined && policies.resourcePolicy.policy === undefined);
  });

  test('an attached policy that nobody wrote', () => {
    const broken = open({ 'organization.jsonc': manifest('"SERVICE_CONTROL_POLICY": "ENABLED"', 'ALL', '["scp/nothing"]') });
    const { policies } = gather(broken, 'pipeline/user/bot', 's3:GetObject', '*');
    assert.deepEqual(names(policies.serviceControlPolicies?.[0]), ['scp/nothing (unknown)']);
  });

  test('a group that is not there', () => {
    const { policies } = gather(
      open({ 'iam/pipeline/principals.jsonc': '{ "users": [{ "name": "bot", "groups": ["gone"] }] }' }),
      'pipeline/user/bot',
      's3:GetObject',
      '*',
    );
    assert.deepEqual(names(policies.identityPolicies), ['gone (unknown)']);
  });

  test('the policies of a stranger, the policy of a stranger’s resource, and a key policy that is not listed', () => {
    const { policies } = gather(open(), 'arn:aws:iam::999999999999:user/x', 's3:GetObject', 'arn:aws:s3:::media/a.png');
    assert.equal(policies.identityPolicies[0]?.policy, undefined);
    assert.equal(policies.identityPolicies.length, 1);
    assert.equal(policies.serviceControlPolicies, undefined);
    const foreign = gather(open(), 'pipeline/user/bot', 's3:GetObject', 'arn:aws:s3:::theirs/a', '999999999999');
    assert.ok(foreign.policies.resourcePolicy !== undefined && foreign.policies.resourcePolicy.policy === undefined);
    const key = gather(open(), 'pipeline/user/bot', 'kms:Decrypt', 'arn:aws:kms:us-east-1:444444444444:key/1');
    assert.ok(key.policies.resourcePolicy !== undefined && key.policies.resourcePolicy.policy === undefined);
  });
});
