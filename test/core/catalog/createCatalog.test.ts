import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { tinyCatalog } from '../../support/tinyCatalog';

const catalog = tinyCatalog();

describe('createCatalog', () => {
  it('lists services in order', () => {
    assert.deepEqual(catalog.services(), ['dynamodb', 'ec2', 'iam', 'kms', 'organizations', 's3', 'sqs', 'sts']);
  });

  it('finds services and actions in any case and answers in the spelling of AWS', () => {
    assert.deepEqual(catalog.service('S3'), { prefix: 's3', name: 'Amazon S3' });
    for (const name of ['s3:GetObject', 'S3:getobject', 's3:GETOBJECT']) assert.equal(catalog.action(name)?.name, 's3:GetObject');
  });

  it('knows nothing of names that are none', () => {
    for (const name of [
      '',
      ':',
      's3',
      's3:',
      ':GetObject',
      's3:GetObjct',
      's4:GetObject',
      's3:Get*',
      'constructor:toString',
      's3:GetObject ',
    ]) {
      assert.equal(catalog.action(name), undefined, name);
    }
    assert.equal(catalog.service('__proto__'), undefined);
    assert.deepEqual(catalog.actionNames('nosuch'), []);
    assert.deepEqual(catalog.resourceTypes('nosuch'), []);
    assert.deepEqual(catalog.serviceConditionKeys('nosuch'), []);
    assert.deepEqual(catalog.actionConditionKeys('nosuch:Action'), []);
    assert.equal(catalog.quota('toString'), undefined);
  });

  it('says level, resource types, keys and companions of an action', () => {
    const run = catalog.action('ec2:RunInstances');
    assert.equal(run?.accessLevel, 'write');
    assert.deepEqual(
      run?.resourceTypes.map(({ name, required }) => [name, required]),
      [
        ['image', true],
        ['instance', true],
        ['subnet', false],
        ['volume', false],
      ],
    );
    assert.deepEqual(run?.resourceTypes[3]?.conditionKeys, ['ec2:Encrypted', 'ec2:VolumeType']);
    assert.deepEqual(run?.conditionKeys, ['ec2:Region']);
    assert.deepEqual(run?.dependentActions, ['ec2:CreateTags', 'iam:PassRole']);
    assert.equal(run?.permissionOnly, false);
    assert.equal(catalog.action('iam:PassRole')?.permissionOnly, true);
    assert.deepEqual(catalog.action('s3:ListAllMyBuckets')?.resourceTypes, []);
  });

  it('gives every access level', () => {
    const level = (name: string) => catalog.action(name)?.accessLevel;
    assert.deepEqual(['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:PutObjectTagging', 's3:PutBucketPolicy'].map(level), [
      'list',
      'read',
      'write',
      'tagging',
      'permissions',
    ]);
  });

  it('joins the keys of an action with those of its resource types', () => {
    const keys = catalog.actionConditionKeys('ec2:RunInstances');
    for (const key of ['ec2:Region', 'ec2:VolumeType', 'ec2:Vpc', 'ec2:ResourceTag/${TagKey}', 'aws:TagKeys'])
      assert.ok(keys.includes(key), key);
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(!keys.includes('aws:CurrentTime'));
  });

  const keyCases: readonly [written: string, found: string | undefined][] = [
    ['aws:SourceIp', 'aws:SourceIp'],
    ['AWS:sourceip', 'aws:SourceIp'],
    ['aws:ResourceTag/Team', 'aws:ResourceTag/${TagKey}'],
    ['aws:resourcetag/team/sub', 'aws:ResourceTag/${TagKey}'],
    ['aws:ResourceTag/${TagKey}', 'aws:ResourceTag/${TagKey}'],
    ['aws:ResourceTag/', undefined],
    ['aws:ResourceTag', undefined],
    ['s3:ExistingObjectTag/x', 's3:ExistingObjectTag/${TagKey}'],
    ['kms:EncryptionContext:aws:s3:arn', 'kms:EncryptionContext:${EncryptionContextKey}'],
    ['kms:EncryptionContextKeys', 'kms:EncryptionContextKeys'],
    ['saml:sub', 'saml:sub'],
    ['token.actions.githubusercontent.com:sub', 'token.actions.githubusercontent.com:sub'],
    ['aws:NoSuchKey', undefined],
    ['', undefined],
  ];
  for (const [written, found] of keyCases) {
    it(`finds ${found ?? 'no key'} for "${written}"`, () => assert.equal(catalog.conditionKey(written)?.name, found));
  }

  it('says type, number of values and presence of a key', () => {
    assert.deepEqual(catalog.conditionKey('aws:TagKeys'), { name: 'aws:TagKeys', type: 'String', multivalued: true, present: 'sometimes' });
    assert.deepEqual(catalog.conditionKey('aws:PrincipalAccount'), {
      name: 'aws:PrincipalAccount',
      type: 'String',
      multivalued: false,
      present: 'always',
      sensitive: true,
    });
    assert.deepEqual(catalog.conditionKey('s3:max-keys'), { name: 's3:max-keys', type: 'Numeric', multivalued: false });
  });

  it('keeps global, cross-service and service keys apart', () => {
    assert.ok(catalog.globalConditionKeys().every(({ name }) => name.startsWith('aws:')));
    assert.deepEqual(
      catalog.crossServiceConditionKeys().map(({ name }) => name),
      ['ec2:SourceInstanceArn'],
    );
    assert.ok(catalog.serviceConditionKeys('sqs').some(({ name }) => name === 'aws:TagKeys'));
    assert.ok(!catalog.serviceConditionKeys('sqs').some(({ name }) => name === 'aws:SourceIp'));
  });

  it('answers from the facts', () => {
    assert.equal(catalog.quota('scpDocumentSize'), 10240);
    assert.equal(catalog.supportsRcp('S3'), true);
    assert.equal(catalog.supportsRcp('ec2'), false);
    assert.deepEqual(catalog.partitions(), ['aws', 'aws-cn', 'aws-us-gov']);
    assert.equal(catalog.dnsSuffix('aws-cn'), 'amazonaws.com.cn');
    assert.deepEqual(catalog.regions()[1], { name: 'cn-north-1', partition: 'aws-cn' });
    assert.equal(catalog.conditionKeyValues('AWS:principaltype')?.length, 5);
    assert.equal(catalog.conditionKeyValues('aws:SourceIp'), undefined);
    assert.ok(catalog.wasRemoved('S3:getobjecttorrent'));
    assert.ok(!catalog.wasRemoved('s3:GetObject'));
    assert.ok(catalog.isRetiredService('Zocalo'));
    assert.ok(!catalog.isRetiredService('s3'));
  });

  it('finds managed policies by ARN and by name', () => {
    const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const policy = { name: 'ReadOnlyAccess', arn, defaultVersion: 'v150', updated: '2026-08-01' };
    assert.deepEqual(catalog.managedPolicy(arn), policy);
    assert.deepEqual(catalog.managedPolicy('readonlyaccess'), policy);
    assert.equal(catalog.managedPolicy('FullAWSAccess')?.arn, 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess');
    assert.equal(catalog.managedPolicy('arn:aws:iam::aws:policy/NoSuch'), undefined);
    assert.equal(catalog.managedPolicies().length, 3);
  });
});
