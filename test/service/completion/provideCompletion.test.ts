import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { complete } from '../../support/completion';
import type { Completion } from '../../support/completion';
import { noNames } from '../../support/serviceFixture';

function completeAt(marked: string, name?: string, names: OrganizationNames = noNames): Completion {
  return complete(marked, { names, ...(name === undefined ? {} : { name }) });
}

const inStatement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ ${content} }] }`;

describe('completion of elements', () => {
  it('offers the top elements of an empty document that is named as a policy', () => {
    assert.deepEqual(completeAt('{|}', 'a.scp.json').labels, ['Version', 'Statement']);
    assert.deepEqual(completeAt('{|}', 'a.bucket.json').labels, ['Version', 'Id', 'Statement']);
  });

  const byType: readonly { name: string; has: readonly string[]; hasNot: readonly string[] }[] = [
    { name: 'a.json', has: ['Effect', 'NotAction', 'Resource'], hasNot: ['Principal'] },
    { name: 'a.scp.json', has: ['NotAction', 'NotResource', 'Condition'], hasNot: ['Principal', 'NotPrincipal'] },
    { name: 'a.rcp.json', has: ['Principal', 'Action'], hasNot: ['NotPrincipal', 'NotAction'] },
    { name: 'a.trust.json', has: ['Principal', 'Action'], hasNot: ['Resource', 'NotResource'] },
    { name: 'a.bucket.json', has: ['Principal', 'NotPrincipal', 'Resource'], hasNot: [] },
  ];
  for (const { name, has, hasNot } of byType) {
    it(`offers what a statement of ${name} may hold, and nothing else`, () => {
      const { labels } = completeAt(inStatement('"Sid": "a", |'), name);
      for (const label of has) assert.ok(labels.includes(label), label);
      for (const label of hasNot) assert.ok(!labels.includes(label), label);
      assert.ok(!labels.includes('Sid'), 'what is there is not offered again');
    });
  }

  it('leaves out the counterpart of what is there', () => {
    assert.ok(!completeAt(inStatement('"Action": "s3:*", |')).labels.includes('NotAction'));
  });

  const edits: readonly { at: string; label: string; to: string }[] = [
    { at: inStatement('|'), label: 'Effect', to: inStatement('"Effect": "${1|Allow,Deny|}"') },
    { at: inStatement('"Ef|"'), label: 'Effect', to: inStatement('"Effect": "${1|Allow,Deny|}"') },
    { at: inStatement('"Eff|ct": "Allow"'), label: 'Effect', to: inStatement('"Effect": "Allow"') },
    { at: inStatement('| "Resource": "*"'), label: 'Action', to: inStatement('"Action": "$1", "Resource": "*"') },
    { at: inStatement('Act|'), label: 'Action', to: inStatement('"Action": "$1"') },
    { at: '{ "Version": "|", "Statement": [] }', label: '2012-10-17', to: '{ "Version": "2012-10-17", "Statement": [] }' },
    {
      at: '{ "Version": "2012-10-17", "Statement": { "Effect": | } }',
      label: 'Deny',
      to: '{ "Version": "2012-10-17", "Statement": { "Effect": "Deny" } }',
    },
  ];
  for (const { at, label, to } of edits) it(`writes ${label} at ${at}`, () => assert.equal(completeAt(at).apply(label), to));
});

describe('completion of actions', () => {
  const cases: readonly { at: string; label: string; to: string }[] = [
    { at: inStatement('"Action": "s3:Get|"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": "s3:Get|Obj"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": "s3:tagging|"'), label: 's3:PutObjectTagging', to: inStatement('"Action": "s3:PutObjectTagging"') },
    { at: inStatement('"Action": "s3:*Tag|"'), label: 's3:PutObjectTagging', to: inStatement('"Action": "s3:PutObjectTagging"') },
    { at: inStatement('"Action": "getobj|"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": ["s3:PutObject", "|"]'), label: 's3:', to: inStatement('"Action": ["s3:PutObject", "s3:"]') },
    { at: inStatement('"Action": |'), label: 's3:', to: inStatement('"Action": "s3:"') },
    {
      at: inStatement('"Action": ["s3:PutObject", s3:Ge|]'),
      label: 's3:GetObject',
      to: inStatement('"Action": ["s3:PutObject", "s3:GetObject"]'),
    },
    { at: inStatement('"Action": "S3:get|"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: '{ "Statement": [{ "Action": "s3:GetO|\n', label: 's3:GetObject', to: '{ "Statement": [{ "Action": "s3:GetObject"\n' },
    { at: inStatement('"NotAction": "s3:Get*|"'), label: 's3:Get*', to: inStatement('"NotAction": "s3:Get*"') },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(completeAt(at).apply(label), to));

  it('puts what begins with the word before what holds it, and the pattern first of all', () => {
    const { labels } = completeAt(inStatement('"Action": "s3:Get|"'));
    assert.equal(labels[0], 's3:Get*');
    assert.ok(labels.slice(1).every((label) => label.startsWith('s3:Get')));
    assert.equal(completeAt(inStatement('"Action": "s3:Object|"')).labels[0], 's3:DeleteObject');
  });

  it('lets VS Code keep what it would filter away: the filter text is what is typed', () => {
    assert.equal(completeAt(inStatement('"Action": "s3:*Tag|"')).item('s3:PutObjectTagging').filterText, 's3:*Tag');
  });
});

describe('completion of conditions', () => {
  const condition = (content: string): string =>
    inStatement(`"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { ${content} }`);

  it('ranks the keys of the action before those of the service and the global ones', () => {
    const { labels } = completeAt(condition('"StringEquals": { "|" }'));
    const place = (label: string): number => labels.indexOf(label);
    assert.ok(place('s3:x-amz-acl') >= 0);
    assert.ok(place('s3:x-amz-acl') < place('s3:prefix'), 'own key before another key of the service');
    assert.ok(place('s3:prefix') < place('aws:PrincipalOrgID'), 'service before global');
    assert.ok(place('aws:PrincipalOrgID') < place('aws:SecureTransport'), 'a key that the operator cannot compare comes last');
  });

  it('writes a key with its value, and the variable part of a templated one as a tab stop', () => {
    assert.equal(
      completeAt(condition('"StringEquals": { "s3:x-amz|" }')).apply('s3:x-amz-acl'),
      condition('"StringEquals": { "s3:x-amz-acl": "$1" }'),
    );
    assert.equal(
      completeAt(condition('"StringEquals": { | }')).apply('aws:PrincipalTag/${TagKey}'),
      condition('"StringEquals": { "aws:PrincipalTag/${1:TagKey}": "$2" }'),
    );
  });

  it('offers the operators that compare the keys below', () => {
    const { labels } = completeAt(condition('"|": { "aws:SourceIp": "203.0.113.0/24" }'));
    assert.ok(labels.includes('IpAddress') && labels.includes('NotIpAddressIfExists') && labels.includes('Null'));
    assert.ok(!labels.includes('StringEquals'));
    assert.ok(completeAt(condition('"|": { "aws:TagKeys": "a" }')).labels.includes('ForAnyValue:StringEquals'));
    assert.ok(!completeAt(condition('"|": { "aws:TagKeys": "a" }')).labels.includes('StringEquals'));
  });

  it('offers true and false, and the values that AWS lists', () => {
    assert.deepEqual(completeAt(condition('"Bool": { "aws:SecureTransport": "|" }')).labels, ['true', 'false']);
    const policyTypes = completeAt(condition('"StringEquals": { "organizations:PolicyType": "|" }')).labels;
    assert.ok(policyTypes.includes('SERVICE_CONTROL_POLICY'));
  });
});

describe('completion of resources and principals', () => {
  it('offers the ARNs of the actions of the statement, placeholders as tab stops', () => {
    const at = inStatement('"Action": "s3:GetObject", "Resource": "|"');
    const { labels } = completeAt(at);
    assert.equal(labels[0], '*');
    assert.ok(labels.includes('arn:aws:s3:::${BucketName}/${ObjectName}'));
    assert.ok(!labels.includes('arn:aws:s3:::${BucketName}'), 'GetObject is not authorised on buckets');
    assert.equal(
      completeAt(at).apply('arn:aws:s3:::${BucketName}/${ObjectName}'),
      inStatement('"Action": "s3:GetObject", "Resource": "arn:aws:s3:::${1:BucketName}/${2:ObjectName}"'),
    );
  });

  it('offers accounts, users and roles of the organization by name', () => {
    const names: OrganizationNames = {
      accounts: [{ id: '111122223333', name: 'pipeline' }],
      principals: [{ arn: 'arn:aws:iam::111122223333:role/etl', label: 'pipeline/role/etl' }],
      entities: [],
    };
    const { labels, item } = completeAt(inStatement('"Principal": { "AWS": "|" }'), 'a.bucket.json', names);
    assert.deepEqual(labels.slice(0, 3), ['*', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/etl']);
    assert.deepEqual(item('arn:aws:iam::111122223333:role/etl').labelDetails, { description: 'pipeline/role/etl' });
  });

  it('offers service principals', () => {
    assert.ok(completeAt(inStatement('"Principal": { "Service": "|" }'), 'a.trust.json').labels.includes('lambda.amazonaws.com'));
  });
});

describe('completion elsewhere', () => {
  it('says nothing in documents that are no policies, and behind a value', () => {
    assert.deepEqual(completeAt('{ "name": "|" }', 'package.json').labels, []);
    assert.deepEqual(completeAt(inStatement('"Action": "s3:GetObject"|')).labels, []);
  });
});
