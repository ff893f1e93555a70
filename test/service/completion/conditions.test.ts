import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { leastCompletionFeatures } from '../../../server/src/service/completion/features';
import { complete } from '../../support/completion';

const condition = (content: string, action = '"s3:GetObject"'): string =>
  `{ "Version": "2012-10-17", "Statement": [{ "Action": ${action}, "Condition": { ${content} } }] }`;
const block = '{\n\t"$1": "$2"\n}';

describe('completion of condition operators, wherever the cursor stands', () => {
  const cases: readonly { readonly at: string; readonly label: string; readonly to: string }[] = [
    { at: condition('|'), label: 'StringEquals', to: condition(`"StringEquals": ${block}`) },
    { at: condition('"|"'), label: 'StringLike', to: condition(`"StringLike": ${block}`) },
    { at: condition('"StrL|"'), label: 'StringLike', to: condition(`"StringLike": ${block}`) },
    { at: condition('Bool|'), label: 'BoolIfExists', to: condition(`"BoolIfExists": ${block}`) },
    { at: condition('"Bool": {}, |'), label: 'Null', to: condition(`"Bool": {}, "Null": ${block}`) },
    { at: condition('"Bool": {} "|"'), label: 'Null', to: condition(`"Bool": {}, "Null": ${block}`) },
    { at: condition('| "Bool": {}'), label: 'Null', to: condition(`"Null": ${block}, "Bool": {}`) },
    { at: condition('"String|Like": { "s3:prefix": "a" }'), label: 'StringEquals', to: condition('"StringEquals": { "s3:prefix": "a" }') },
    {
      at: condition('"|": { "s3:prefix": "a" }'),
      label: 'StringLikeIfExists',
      to: condition('"StringLikeIfExists": { "s3:prefix": "a" }'),
    },
    {
      at: '{ "Statement": { "Effect": "Deny", "Condition": { // when\n  "Bo|\n} } }',
      label: 'Bool',
      to: `{ "Statement": { "Effect": "Deny", "Condition": { // when\n  "Bool": ${block}\n} } }`,
    },
    { at: condition('"\\u0042oo|"'), label: 'Bool', to: condition(`"Bool": ${block}`) },
    {
      at: condition('"For|": { "aws:TagKeys": "a" }'),
      label: 'ForAnyValue:StringEquals',
      to: condition('"ForAnyValue:StringEquals": { "aws:TagKeys": "a" }'),
    },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at).apply(label), to));

  it('writes an empty block for a client without tab stops, and asks it for nothing', () => {
    const found = complete(condition('"|"'), { features: leastCompletionFeatures });
    assert.equal(found.apply('Bool'), condition('"Bool": { "": "" }'));
    assert.equal(found.item('Bool').command, undefined);
    assert.equal(complete(condition('"|"')).item('Bool').command?.command, 'editor.action.triggerSuggest');
  });
});

describe('which condition operators are proposed', () => {
  const over = (keys: string): readonly string[] => complete(condition(`"|": { ${keys} }`)).labels;
  const families: readonly (readonly [keys: string, has: readonly string[], hasNot: readonly string[]])[] = [
    ['"aws:SecureTransport": "true"', ['Bool', 'BoolIfExists', 'Null'], ['StringEquals', 'ForAnyValue:Bool']],
    ['"aws:CurrentTime": "x"', ['DateLessThan', 'DateGreaterThanIfExists', 'Null'], ['NumericLessThan']],
    ['"s3:max-keys": "1"', ['NumericLessThanEquals', 'Null'], ['DateLessThan']],
    ['"aws:SourceIp": "x"', ['IpAddress', 'NotIpAddressIfExists', 'Null'], ['StringLike']],
    ['"aws:SourceArn": "x"', ['ArnLike', 'ArnNotEqualsIfExists', 'Null'], ['ForAllValues:ArnLike']],
    [
      '"aws:TagKeys": "x"',
      ['ForAnyValue:StringLike', 'ForAllValues:StringEqualsIfExists', 'Null'],
      ['StringEquals', 'StringEqualsIfExists'],
    ],
    ['"aws:TagKeys": "x", "aws:username": "y"', ['ForAnyValue:StringLike', 'StringEquals'], ['Bool']],
    ['"aws:PrincipalTag/team": "x"', ['StringEquals', 'StringNotLikeIfExists'], ['Bool', 'ForAnyValue:StringEquals']],
    ['"nosuch:Key": "x"', ['StringEquals', 'Bool', 'ForAnyValue:StringLike'], ['NullIfExists', 'ForAnyValue:Null']],
    ['', ['StringEquals', 'Bool', 'ForAnyValue:StringLike'], ['NullIfExists']],
  ];
  for (const [keys, has, hasNot] of families)
    it(`offers what compares ${keys === '' ? 'nothing yet' : keys}`, () => {
      const labels = over(keys);
      for (const label of has) assert.ok(labels.includes(label), label);
      for (const label of hasNot) assert.ok(!labels.includes(label), label);
    });

  it('never offers an operator that the block has', () => {
    assert.ok(!complete(condition('"Bool": {}, "|"')).labels.includes('Bool'));
  });
});

describe('completion of condition keys, wherever the cursor stands', () => {
  const keys = (content: string, operator = 'StringEquals'): string => condition(`"${operator}": ${content}`, '"s3:PutObject"');
  const cases: readonly { readonly at: string; readonly label: string; readonly to: string }[] = [
    { at: keys('{ | }'), label: 's3:x-amz-acl', to: keys('{ "s3:x-amz-acl": "$1" }') },
    { at: keys('{ "|" }'), label: 's3:x-amz-acl', to: keys('{ "s3:x-amz-acl": "$1" }') },
    { at: keys('{ "acl|" }'), label: 's3:x-amz-acl', to: keys('{ "s3:x-amz-acl": "$1" }') },
    { at: keys('{ s3:x-amz-a| }'), label: 's3:x-amz-acl', to: keys('{ "s3:x-amz-acl": "$1" }') },
    { at: keys('{ s3:x-am|z-acl }'), label: 's3:x-amz-acl', to: keys('{ "s3:x-amz-acl": "$1" }') },
    { at: keys('{ "s3:prefix": "a", "|" }'), label: 'aws:username', to: keys('{ "s3:prefix": "a", "aws:username": "$1" }') },
    { at: keys('{ "s3:prefix": "a" | }'), label: 'aws:username', to: keys('{ "s3:prefix": "a", "aws:username": "$1" }') },
    { at: keys('{ "|" "s3:prefix": "a" }'), label: 'aws:username', to: keys('{ "aws:username": "$1", "s3:prefix": "a" }') },
    { at: keys('{ "aws:user|id": "a" }'), label: 'aws:username', to: keys('{ "aws:username": "a" }') },
    { at: keys('{ "aws:user|id" /* who */ : "a" }'), label: 'aws:username', to: keys('{ "aws:username" /* who */ : "a" }') },
    { at: keys('{ | }', 'ForAnyValue:StringLike'), label: 'aws:TagKeys', to: keys('{ "aws:TagKeys": ["$1"] }', 'ForAnyValue:StringLike') },
    { at: keys('{ "ResourceT|" }'), label: 'aws:ResourceTag/${TagKey}', to: keys('{ "aws:ResourceTag/${1:TagKey}": "$2" }') },
    { at: keys('{ "aws:|PrincipalTag/team": "a" }'), label: 'aws:ResourceTag/${TagKey}', to: keys('{ "aws:ResourceTag/team": "a" }') },
    { at: keys('{ "aws:|PrincipalTag": "a" }'), label: 'aws:ResourceTag/${TagKey}', to: keys('{ "aws:ResourceTag/${1:TagKey}": "a" }') },
    {
      at: '{ "Statement": { "Effect": "Deny", "Condition": { "Bool": { "aws:Sec|\n} } } }',
      label: 'aws:SecureTransport',
      to: '{ "Statement": { "Effect": "Deny", "Condition": { "Bool": { "aws:SecureTransport": "$1"\n} } } }',
    },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at).apply(label), to));

  it('writes a templated key plainly for a client without tab stops', () => {
    const { apply } = complete(keys('{ "ResourceT|" }'), { features: leastCompletionFeatures });
    assert.equal(apply('aws:ResourceTag/${TagKey}'), keys('{ "aws:ResourceTag/TagKey": "" }'));
  });
});

describe('which condition keys are proposed', () => {
  const order = (action: string, operator: string): readonly string[] => complete(condition(`"${operator}": { "|" }`, action)).labels;

  it('ranks keys of the action, of its service, global ones, tags of the global ones', () => {
    const labels = order('"s3:PutObject"', 'StringEquals');
    const ranked = ['s3:x-amz-acl', 's3:prefix', 'aws:username', 'aws:PrincipalTag/${TagKey}'];
    assert.deepEqual(
      [...ranked].sort((a, b) => labels.indexOf(a) - labels.indexOf(b)),
      ranked,
    );
    for (const label of ranked) assert.ok(labels.includes(label), label);
  });

  it('puts keys that the operator cannot compare last', () => {
    assert.equal(order('"s3:GetObject"', 'IpAddress')[0], 'aws:SourceIp');
    assert.equal(order('"nosuch:Action"', 'ForAnyValue:StringLike')[0], 'aws:CalledVia');
    const labels = order('"s3:PutObject"', 'Bool');
    assert.ok(labels.indexOf('aws:SecureTransport') < labels.indexOf('s3:x-amz-acl'));
  });

  it('leaves out the keys of the block, in any case', () => {
    assert.ok(!complete(condition('"StringEquals": { "AWS:USERNAME": "a", "|" }')).labels.includes('aws:username'));
  });

  it('works for every action, known or not', () => {
    for (const action of ['"*"', '"nosuch:Action"', '[]', '"s3:*"', '42', '["", null]'])
      assert.ok(order(action, 'StringEquals').includes('aws:username'), action);
    assert.ok(order('"s3:GetObject"', 'NoSuchOperator').includes('aws:username'));
  });

  it('asks for the values at once where it has some', () => {
    const item = (label: string): unknown => complete(condition('"StringEquals": { "|" }')).item(label).command;
    assert.notEqual(item('aws:SecureTransport'), undefined);
    assert.equal(item('aws:username'), undefined);
  });
});
