import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { leastCompletionFeatures } from '../../../server/src/service/completion/features';
import { complete } from '../../support/completion';

const inStatement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ ${content} }] }`;
const labelsAt = (content: string, name?: string): readonly string[] =>
  complete(inStatement(content), name === undefined ? {} : { name }).labels;

describe('completion of actions, wherever the cursor stands', () => {
  const cases: readonly { readonly at: string; readonly label: string; readonly to: string; readonly name?: string }[] = [
    { at: inStatement('"Action": "|"'), label: 'ec2:', to: inStatement('"Action": "ec2:"') },
    { at: inStatement('"Action": |'), label: 'ec2:', to: inStatement('"Action": "ec2:"') },
    { at: inStatement('"Action": s3:Ge|'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": s3:Ge|tO'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": ["s3:PutObject", |]'), label: 's3:', to: inStatement('"Action": ["s3:PutObject", "s3:"]') },
    { at: inStatement('"Action": ["s3:PutObject" |]'), label: 's3:', to: inStatement('"Action": ["s3:PutObject", "s3:"]') },
    { at: inStatement('"Action": [| "s3:PutObject"]'), label: 's3:', to: inStatement('"Action": ["s3:", "s3:PutObject"]') },
    {
      at: inStatement('"Action": ["s3:GetO|" "s3:PutObject"]'),
      label: 's3:GetObject',
      to: inStatement('"Action": ["s3:GetObject" "s3:PutObject"]'),
    },
    {
      at: inStatement('"Action": ["s3:GetO|]'),
      label: 's3:GetObject',
      to: '{ "Version": "2012-10-17", "Statement": [{ "Action": ["s3:GetObject"] }] }',
    },
    {
      at: '{ "Statement": [{ "Action": ["s3:GetO|\n  "s3:PutObject"] }] }',
      label: 's3:GetObject',
      to: '{ "Statement": [{ "Action": ["s3:GetObject",\n  "s3:PutObject"] }] }',
    },
    {
      at: '{ "Statement": [{ "Action": ["s3:PutObject", "s3:GetO|',
      label: 's3:GetObject',
      to: '{ "Statement": [{ "Action": ["s3:PutObject", "s3:GetObject"',
    },
    { at: '{ "Statement": [{ "Action": "s|\n', label: 's3:', to: '{ "Statement": [{ "Action": "s3:\n' },
    {
      at: inStatement('"Action": "s3:GetO|, "Resource": "*"'),
      label: 's3:GetObject',
      to: inStatement('"Action": "s3:GetObject", "Resource": "*"'),
    },
    { at: inStatement('"Action": "s|3:GetObject"'), label: 'sqs:', to: inStatement('"Action": "sqs:GetObject"') },
    { at: inStatement('"Action": "\\u00733:GetO|"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: '{ "Statement": { "Action": "s3:GetO|" } }', label: 's3:GetObject', to: '{ "Statement": { "Action": "s3:GetObject" } }' },
    {
      at: '{ "Statement": [{ "Action": [ // reads\n  "s3:GetO|" // one\n] }] }',
      label: 's3:GetObject',
      to: '{ "Statement": [{ "Action": [ // reads\n  "s3:GetObject" // one\n] }] }',
    },
    {
      at: inStatement('"NotAction": ["iam:*", "s3:Tag|"]'),
      label: 's3:GetObjectTagging',
      to: inStatement('"NotAction": ["iam:*", "s3:GetObjectTagging"]'),
    },
    { at: inStatement('"Action": "*Tag|"'), label: 's3:GetObjectTagging', to: inStatement('"Action": "s3:GetObjectTagging"') },
    { at: inStatement('"Action": "s3:G?tObj|"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": "s3:Get*|"'), label: 's3:GetObject', to: inStatement('"Action": "s3:GetObject"') },
    { at: inStatement('"Action": "s3:Get*Tag|"'), label: 's3:GetObjectTagging', to: inStatement('"Action": "s3:GetObjectTagging"') },
    { at: inStatement('"Action": "s3:gotg|"'), label: 's3:GetObjectTagging', to: inStatement('"Action": "s3:GetObjectTagging"') },
    { at: inStatement('"Action": "amazon s|"'), label: 's3:', to: inStatement('"Action": "s3:"') },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at).apply(label), to));

  it('keeps a wildcard behind the cursor or replaces it, as the user has it set', () => {
    const { apply } = complete(inStatement('"Action": "s3:Get|Obj*"'));
    assert.equal(apply('s3:GetObject', 'insert'), inStatement('"Action": "s3:GetObject*"'));
    assert.equal(apply('s3:GetObject', 'replace'), inStatement('"Action": "s3:GetObject"'));
    const plain = complete(inStatement('"Action": "s3:Get|Obj*"'), { features: leastCompletionFeatures });
    assert.equal(plain.apply('s3:GetObject'), inStatement('"Action": "s3:GetObject"'));
  });
});

describe('which actions are proposed', () => {
  it('leaves out what the list has already, in any case', () => {
    const labels = labelsAt('"Action": ["S3:getobject", "s3:Get*", "s3:Get|"]');
    assert.ok(!labels.includes('s3:GetObject') && !labels.includes('s3:Get*') && labels.includes('s3:GetObjectTagging'));
  });

  it('offers everything where everything may stand', () => {
    assert.equal(labelsAt('"Action": "|"')[0], '*');
    assert.ok(!labelsAt('"Action": "|"', 'a.rcp.json').includes('*'), 'an RCP names the service');
  });

  it('puts services that the list names already first', () => {
    assert.deepEqual(labelsAt('"Action": ["sqs:SendMessage", "|"]').slice(0, 2), ['*', 'sqs:']);
  });

  const services = (name: string): readonly string[] => labelsAt('"Action": "|"', name).filter((label) => label.endsWith(':'));
  it('offers the services that a type of policy may name', () => {
    assert.deepEqual(services('a.delegation.json'), ['organizations:']);
    assert.deepEqual(services('a.bucket.json'), ['s3:']);
    assert.deepEqual(services('a.kms.json'), ['kms:']);
    assert.deepEqual(services('a.rcp.json'), ['dynamodb:', 'kms:', 's3:', 'sqs:', 'sts:']);
    assert.ok(services('a.scp.json').includes('iam:'));
    assert.deepEqual(labelsAt('"Action": "ec2:|"', 'a.delegation.json'), []);
    assert.ok(labelsAt('"Action": "tag|"', 'a.delegation.json').every((label) => label.startsWith('organizations:')));
  });

  it('offers a trust policy what assumes a role, the way of its principal first', () => {
    const trust = (principal: string): readonly string[] => labelsAt(`"Principal": ${principal}, "Action": "|"`, 'a.trust.json');
    assert.deepEqual(trust('{ "Service": "ec2.amazonaws.com" }'), [
      'sts:AssumeRole',
      'sts:AssumeRoleWithWebIdentity',
      'sts:AssumeRoleWithSAML',
      'sts:TagSession',
      'sts:SetSourceIdentity',
      'sts:SetContext',
    ]);
    assert.equal(trust('{ "Federated": "accounts.google.com" }')[0], 'sts:AssumeRoleWithWebIdentity');
    assert.equal(trust('{ "Federated": "arn:aws:iam::111122223333:saml-provider/a" }')[0], 'sts:AssumeRoleWithSAML');
  });

  it('shows the access level beside the name, or as the detail where a client has no room there', () => {
    assert.deepEqual(complete(inStatement('"Action": "s3:GetO|"')).item('s3:GetObject').labelDetails, { description: 'Read' });
    const plain = complete(inStatement('"Action": "s3:GetO|"'), { features: leastCompletionFeatures });
    assert.equal(plain.item('s3:GetObject').detail, 'Read');
  });

  it('asks again with each letter only where the answer depends on it', () => {
    assert.equal(complete(inStatement('"Action": "s3:GetO|"')).list.isIncomplete, true);
    assert.equal(complete(inStatement('"Effect": "|"')).list.isIncomplete, false);
    assert.equal(complete(inStatement('"Action": "|"'), { name: 'a.trust.json' }).list.isIncomplete, false);
  });

  it('knows nothing of an unknown service, and says nothing', () => {
    assert.deepEqual(labelsAt('"Action": "nosuch:Get|"'), []);
    assert.deepEqual(labelsAt('"Action": ":|"'), []);
    assert.deepEqual(labelsAt('"Action": "s3:a:b|"'), []);
  });
});

describe('the order of actions and services', () => {
  it('spells a pattern as AWS spells the names', () => {
    assert.equal(labelsAt('"Action": "S3:get|"')[0], 's3:Get*');
  });

  it('puts services of every day before others, and what is less than a word of a name nowhere', () => {
    assert.deepEqual(labelsAt('"Action": "|"').slice(1, 9), ['dynamodb:', 'ec2:', 'iam:', 'kms:', 'organizations:', 's3:', 'sqs:', 'sts:']);
    assert.deepEqual(labelsAt('"Action": "s|"'), ['s3:', 'sqs:', 'sts:']);
  });

  it('takes letters for initials where no name holds them, those of capitals first', () => {
    assert.deepEqual(labelsAt('"Action": "s3:gotg|"'), ['s3:GetObjectTagging']);
    assert.deepEqual(labelsAt('"Action": "s3:dot|"'), ['s3:DeleteObjectTagging', 's3:DeleteObject']);
  });

  it('offers a typed pattern, and the one that it becomes with a star behind it', () => {
    assert.deepEqual(labelsAt('"Action": "s3:*Tag|"')[0], 's3:*Tag*');
    assert.deepEqual(labelsAt('"Action": "s3:Get*|"')[0], 's3:Get*');
    assert.deepEqual(labelsAt('"Action": "s3:*Object|"').slice(0, 2), ['s3:*Object', 's3:*Object*']);
  });

  it('ranks the matches of a pattern by its longest piece', () => {
    const labels = labelsAt('"Action": "*Tag*|"');
    assert.ok(labels.indexOf('ec2:CreateTags') >= 0);
    assert.ok(labels.indexOf('kms:TagResource') < labels.indexOf('ec2:CreateTags'));
  });
});

describe('what the list says once for all items', () => {
  it('leaves the range and the format out of items that share them', () => {
    const { list } = complete(inStatement('"Action": "s3:Get|"'));
    assert.ok(list.itemDefaults?.editRange !== undefined && list.itemDefaults.insertTextFormat === 1);
    for (const item of list.items) assert.ok(item.textEdit === undefined && item.insertTextFormat === undefined, item.label);
  });

  it('gives each item its own range for a client that reads no defaults', () => {
    const { list } = complete(inStatement('"Action": "s3:Get|"'), { features: leastCompletionFeatures });
    assert.equal(list.itemDefaults, undefined);
    for (const item of list.items) assert.ok(item.textEdit !== undefined, item.label);
  });
});
