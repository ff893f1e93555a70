import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readCatalogData } from '../../../server/src/core/catalog/catalogData';
import { createCatalog } from '../../../server/src/core/catalog/createCatalog';
import { readCatalogPart, realCatalog, realCatalogData } from '../../support/realCatalog';

const catalog = realCatalog();

describe('the catalog of AWS', () => {
  it('is large enough', () => {
    const least = { services: 450, actions: 22_000, resourceTypes: 2_300, conditionKeys: 1_500, managedPolicies: 1_590 };
    for (const [name, count] of Object.entries(least)) {
      const actual = Object.entries(catalog.counts).find(([key]) => key === name)?.[1] ?? 0;
      assert.ok(actual >= count, `${actual} ${name}`);
    }
  });

  it('counts what it lists', () => {
    const services = catalog.services();
    assert.equal(services.length, catalog.counts.services);
    assert.equal(services.flatMap(catalog.actionNames).length, catalog.counts.actions);
    assert.equal(services.flatMap(catalog.resourceTypes).length, catalog.counts.resourceTypes);
    assert.match(catalog.date, /^20\d\d-\d\d-\d\d$/);
  });

  it('finds every action by its name in any case', () => {
    for (const name of catalog.services().flatMap(catalog.actionNames)) {
      assert.equal(catalog.action(name.toUpperCase())?.name, name);
    }
  });

  it('knows every key and resource type that an action refers to', () => {
    for (const action of catalog.services().flatMap(catalog.actionNames).map(catalog.action)) {
      assert.ok(action);
      for (const { name } of action.resourceTypes) assert.ok(catalog.resourceType(action.service, name), `${action.name} ${name}`);
      for (const key of catalog.actionConditionKeys(action.name)) assert.equal(catalog.conditionKey(key)?.name, key);
      for (const name of action.dependentActions) assert.ok(catalog.action(name), `${action.name} needs ${name}`);
    }
  });

  it('takes resource types, permission-only actions and companions from its sources', () => {
    assert.deepEqual(
      catalog.action('organizations:AttachPolicy')?.resourceTypes.map(({ name, required }) => (required ? `${name}!` : name)),
      ['account', 'organizationalunit', 'policy!', 'root'],
    );
    assert.equal(catalog.action('iam:PassRole')?.permissionOnly, true);
    assert.equal(catalog.action('s3:GetObject')?.permissionOnly, false);
    assert.ok(catalog.action('ec2:RunInstances')?.resourceTypes.some(({ conditionKeys }) => conditionKeys.includes('ec2:InstanceType')));
    assert.ok(catalog.actionConditionKeys('s3:GetObject').includes('s3:ExistingObjectTag/${TagKey}'));
  });

  const keys: readonly [written: string, name: string | undefined, type?: string, multivalued?: boolean][] = [
    ['aws:PrincipalOrgID', 'aws:PrincipalOrgID', 'String', false],
    ['aws:PrincipalOrgPaths', 'aws:PrincipalOrgPaths', 'String', true],
    ['aws:PrincipalTag/Department', 'aws:PrincipalTag/${TagKey}', 'String', false],
    ['aws:SignInSessionArn', 'aws:SignInSessionArn', 'ARN', false],
    ['codebuild:ProjectArn', 'codebuild:ProjectArn', 'ARN', false],
    ['S3:X-AMZ-ACL', 's3:x-amz-acl', 'String', false],
    ['s3:ExistingObjectTag/class', 's3:ExistingObjectTag/${TagKey}', 'String', false],
    ['kms:EncryptionContext:aws:pi:id', 'kms:EncryptionContext:${EncryptionContextKey}', 'String', false],
    ['events:Metadata/a/Matcher', 'events:Metadata/${MetadataKey}/Matcher'],
    ['events:Metadata/a', 'events:Metadata/${MetadataKey}'],
    ['token.actions.githubusercontent.com:repository', 'token.actions.githubusercontent.com:repository', 'String', false],
    ['token.actions.githubusercontent.com:sub', '${ProviderUrl}:sub', 'String', false],
    ['oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF:aud', '${ProviderUrl}:aud', 'String', false],
    ['cognito-identity.amazonaws.com:amr', 'cognito-identity.amazonaws.com:amr'],
    ['saml:aud', 'saml:aud'],
    ['s3:sub', undefined],
    ['s3:aud', undefined],
    ['aws:NoSuchKey', undefined],
  ];
  for (const [written, name, type, multivalued] of keys) {
    it(`finds ${name ?? 'no key'} for ${written}`, () => {
      const key = catalog.conditionKey(written);
      assert.equal(key?.name, name);
      if (type !== undefined) assert.deepEqual([key?.type, key?.multivalued], [type, multivalued]);
    });
  }

  it('offers the keys of any identity provider where a role is taken with its token', () => {
    assert.ok(catalog.actionConditionKeys('sts:AssumeRoleWithWebIdentity').includes('${ProviderUrl}:sub'));
    assert.ok(catalog.serviceConditionKeys('sts').some(({ name }) => name === '${ProviderUrl}:aud'));
  });

  it('has the global keys of the User Guide, the multivalued and the sensitive ones marked', () => {
    const global = catalog.globalConditionKeys();
    assert.ok(global.length >= 50);
    const names = (wanted: (key: (typeof global)[number]) => boolean) =>
      global
        .filter(wanted)
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(
      names(({ multivalued }) => multivalued),
      ['CalledVia', 'PrincipalOrgPaths', 'PrincipalServiceNamesList', 'ResourceOrgPaths', 'SourceOrgPaths', 'TagKeys', 'VpceOrgPaths'].map(
        (key) => `aws:${key}`,
      ),
    );
    assert.deepEqual(
      names(({ sensitive }) => sensitive === true),
      [
        'PrincipalAccount',
        'PrincipalOrgID',
        'ResourceAccount',
        'ResourceOrgID',
        'SourceAccount',
        'SourceOrgID',
        'SourceVpc',
        'SourceVpce',
        'VpceAccount',
        'VpceOrgID',
      ].map((key) => `aws:${key}`),
    );
    assert.ok(global.every(({ present }) => present !== undefined));
    assert.deepEqual(
      names(({ present }) => present === 'always'),
      [
        'CurrentTime',
        'EpochTime',
        'PrincipalAccount',
        'PrincipalType',
        'RequestedRegion',
        'SecureTransport',
        'UserAgent',
        'ViaAWSService',
        'userid',
      ].map((key) => `aws:${key}`),
    );
    assert.equal(catalog.crossServiceConditionKeys().length, 9);
  });

  it('knows the values of some keys', () => {
    assert.equal(catalog.conditionKeyValues('organizations:PolicyType')?.length, 15);
    assert.ok(catalog.conditionKeyValues('aws:RequestedRegion')?.includes('eu-central-1'));
    assert.ok(catalog.conditionKeyValues('s3:x-amz-server-side-encryption')?.includes('aws:kms'));
    assert.equal(catalog.conditionKeyValues('aws:PrincipalArn'), undefined);
  });

  it('knows the services that resource control policies reach', () => {
    const reached = catalog.services().filter(catalog.supportsRcp);
    for (const service of ['s3', 'sts', 'kms', 'sqs', 'secretsmanager', 'dynamodb']) assert.ok(reached.includes(service), service);
    assert.ok(!catalog.supportsRcp('ec2'));
    assert.ok(reached.length >= 60);
  });

  it('knows the quotas of today', () => {
    const quotas = {
      scpDocumentSize: 10240,
      rcpDocumentSize: 5120,
      managedPolicySize: 6144,
      trustPolicySize: 2048,
      scpsPerTarget: 10,
      organizationalUnitDepth: 5,
    };
    for (const [name, value] of Object.entries(quotas)) assert.equal(catalog.quota(name), value, name);
    assert.equal(catalog.quota('noSuchQuota'), undefined);
  });

  it('remembers what AWS has taken away', () => {
    assert.ok(catalog.isRetiredService('deeplens'));
    const [removed = ''] = realCatalogData().removedActions.split('\n');
    assert.ok(catalog.wasRemoved(removed));
    assert.equal(catalog.action(removed), undefined);
  });

  it('knows principals, Regions and partitions', () => {
    for (const principal of ['ec2.amazonaws.com', 'lambda.amazonaws.com', 'cloudtrail.amazonaws.com', 'ecs-tasks.amazonaws.com']) {
      assert.ok(catalog.servicePrincipals().includes(principal), principal);
    }
    const partitions = new Set(catalog.partitions());
    assert.ok(catalog.regions().every(({ partition }) => partitions.has(partition)));
    assert.equal(catalog.regions().find(({ name }) => name === 'cn-north-1')?.partition, 'aws-cn');
  });

  it('has the managed policies of IAM and of Organizations', () => {
    assert.equal(catalog.managedPolicy('arn:aws:iam::aws:policy/job-function/Billing')?.name, 'Billing');
    assert.equal(
      catalog.managedPolicy('RCPFullAWSAccess')?.arn,
      'arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess',
    );
    assert.equal(catalog.managedPolicies().length, catalog.counts.managedPolicies + 2);
  });
});

describe('readCatalogData', () => {
  it('takes the built data and makes a catalog of it', () => {
    const read = readCatalogData(readCatalogPart('core'));
    assert.ok('data' in read);
    assert.equal(createCatalog(read.data).services().length, catalog.counts.services);
  });

  const { services, ...rest } = realCatalogData();
  const broken: readonly [what: string, value: unknown][] = [
    ['null', null],
    ['text', 'core'],
    ['a list', []],
    ['an empty object', {}],
    ['another version', { ...rest, services, version: 99 }],
    ['no services', rest],
    ['services of a wrong type', { ...rest, services: {} }],
    ['a service without actions', { ...rest, services: [{ prefix: 's3', name: 'Amazon S3' }] }],
    ['a service of null', { ...rest, services: [null] }],
    ['keys of a wrong type', { ...rest, services, keys: 7 }],
    ['quotas of a wrong type', { ...rest, services, quotas: { scpDocumentSize: '10240' } }],
    ['counts missing', { ...rest, services, counts: {} }],
  ];
  for (const [what, value] of broken) {
    it(`refuses ${what}`, () => assert.ok('problem' in readCatalogData(value)));
  }
});
