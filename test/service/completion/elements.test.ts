import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { leastCompletionFeatures } from '../../../server/src/service/completion/features';
import { complete } from '../../support/completion';

const inStatement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ ${content} }] }`;

interface Case {
  readonly at: string;
  readonly label: string;
  readonly to: string;
  readonly name?: string;
}

function writes(cases: readonly Case[]): void {
  for (const { at, label, to, name } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () =>
      assert.equal(complete(at, name === undefined ? {} : { name }).apply(label), to));
}

describe('completion of element names, wherever the cursor stands', () => {
  writes([
    { at: inStatement('"|"'), label: 'Sid', to: inStatement('"Sid": "$1"') },
    { at: inStatement('"No|"'), label: 'NotAction', to: inStatement('"NotAction": "$1"') },
    { at: inStatement('|'), label: 'Action', to: inStatement('"Action": "$1"') },
    { at: inStatement('Res|'), label: 'Resource', to: inStatement('"Resource": "$1"') },
    { at: inStatement('Res|our'), label: 'Resource', to: inStatement('"Resource": "$1"') },
    { at: inStatement('"Effect": "Allow", |'), label: 'Action', to: inStatement('"Effect": "Allow", "Action": "$1"') },
    { at: inStatement('"Effect": "Allow", "|"'), label: 'Action', to: inStatement('"Effect": "Allow", "Action": "$1"') },
    { at: inStatement('"Effect": "Allow" |'), label: 'Action', to: inStatement('"Effect": "Allow", "Action": "$1"') },
    { at: inStatement('"Effect": "Allow" "Act|"'), label: 'Action', to: inStatement('"Effect": "Allow", "Action": "$1"') },
    { at: inStatement('| "Resource": "*"'), label: 'Action', to: inStatement('"Action": "$1", "Resource": "*"') },
    { at: inStatement('"|" /* all */ "Resource": "*"'), label: 'Action', to: inStatement('"Action": "$1", /* all */ "Resource": "*"') },
    { at: inStatement('"Act|ion": "s3:*"'), label: 'NotAction', to: inStatement('"NotAction": "s3:*"') },
    { at: inStatement('"Act|ion" /* what */ : "s3:*"'), label: 'Action', to: inStatement('"Action" /* what */ : "s3:*"') },
    {
      at: '{ "Statement": [{ "Effect": "Allow", "Act|\n',
      label: 'Action',
      to: '{ "Statement": [{ "Effect": "Allow", "Action": "$1"\n',
    },
    {
      at: '{ "Statement": [{ "Effect": "Allow", |',
      label: 'Action',
      to: '{ "Statement": [{ "Effect": "Allow", "Action": "$1"',
    },
    {
      at: '{ "Statement": [{\n  "Act|\n  "Effect": "Allow" }] }',
      label: 'Action',
      to: '{ "Statement": [{\n  "Action": "$1",\n  "Effect": "Allow" }] }',
    },
    {
      at: '{ "Statement": { "Effect": "Deny", "|" } }',
      label: 'Resource',
      to: '{ "Statement": { "Effect": "Deny", "Resource": "$1" } }',
    },
    {
      at: '{ // ours\n  "Statement": [{ "Effect": "Allow", // yes\n    |\n  }] }',
      label: 'Action',
      to: '{ // ours\n  "Statement": [{ "Effect": "Allow", // yes\n    "Action": "$1"\n  }] }',
    },
    { at: inStatement('"\\u0041c|"'), label: 'Action', to: inStatement('"Action": "$1"') },
    {
      at: '{ "Version": "2012-10-17" | }',
      label: 'Statement',
      to: '{ "Version": "2012-10-17", "Statement": [\n\t{\n\t\t"Effect": "${1|Allow,Deny|}",\n\t\t$0\n\t}\n] }',
    },
    {
      at: '{ "Version": "2012-10-17", "Stat|" }',
      label: 'Statement',
      to: '{ "Version": "2012-10-17", "Statement": [\n\t{\n\t\t"Effect": "${1|Allow,Deny|}",\n\t\t$0\n\t}\n] }',
    },
    { at: '{ "|": [] }', label: 'Statement', to: '{ "Statement": [] }', name: 'a.scp.json' },
    { at: inStatement('|'), label: 'Principal', to: inStatement('"Principal": "*"'), name: 'a.rcp.json' },
    { at: inStatement('|'), label: 'Effect', to: inStatement('"Effect": "Deny"'), name: 'a.rcp.json' },
  ]);

  it('writes plain text on one line for a client without tab stops', () => {
    const { apply } = complete(inStatement('"Con|"'), { features: leastCompletionFeatures });
    assert.equal(apply('Condition'), inStatement('"Condition": { "": { "": "" } }'));
    assert.equal(complete(inStatement('|'), { features: leastCompletionFeatures }).apply('Effect'), inStatement('"Effect": "Allow"'));
  });

  it('says nothing inside a comment', () => {
    assert.deepEqual(complete('{ "Statement": [{ /* | */ }] }').labels, []);
    assert.deepEqual(complete('{ "Statement": [{ // |\n }] }').labels, []);
  });
});

describe('completion of elements by policy type', () => {
  const all = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
  const without = (...names: readonly string[]): readonly string[] => all.filter((name) => !names.includes(name));
  const types: readonly { readonly name: string; readonly has: readonly string[] }[] = [
    { name: 'a.policy.json', has: without('Principal', 'NotPrincipal') },
    { name: 'a.boundary.json', has: without('Principal', 'NotPrincipal') },
    { name: 'a.session.json', has: without('Principal', 'NotPrincipal') },
    { name: 'a.scp.json', has: without('Principal', 'NotPrincipal') },
    { name: 'a.rcp.json', has: without('NotPrincipal', 'NotAction') },
    { name: 'a.trust.json', has: without('NotPrincipal', 'Resource', 'NotResource') },
    { name: 'a.bucket.json', has: all },
    { name: 'a.kms.json', has: all },
    { name: 'a.endpoint.json', has: all },
    { name: 'a.delegation.json', has: without('NotPrincipal', 'NotAction', 'NotResource') },
  ];
  for (const { name, has } of types)
    it(`offers in ${name} exactly what AWS takes`, () => assert.deepEqual(complete(inStatement('|'), { name }).labels, has));

  it('never offers an element or the twin of one that is there', () => {
    const { labels } = complete(inStatement('"NotAction": "s3:*", "NotResource": "*", "Effect": "Deny", |'));
    assert.deepEqual(labels, ['Sid', 'Condition']);
  });
});

describe('completion of effects, versions and statements', () => {
  writes([
    { at: inStatement('"Effect": "|"'), label: 'Deny', to: inStatement('"Effect": "Deny"') },
    { at: inStatement('"Effect": "All|"'), label: 'Allow', to: inStatement('"Effect": "Allow"') },
    { at: inStatement('"Effect": "Al|low"'), label: 'Allow', to: inStatement('"Effect": "Allow"') },
    { at: inStatement('"Effect": De|'), label: 'Deny', to: inStatement('"Effect": "Deny"') },
    { at: inStatement('"Effect": |'), label: 'Deny', to: inStatement('"Effect": "Deny"') },
    { at: inStatement('"Effect": | "Action": "s3:*"'), label: 'Deny', to: inStatement('"Effect": "Deny", "Action": "s3:*"') },
    {
      at: '{ "Statement": [{ "Effect": "All|\n  "Action": "s3:*" }] }',
      label: 'Allow',
      to: '{ "Statement": [{ "Effect": "Allow",\n  "Action": "s3:*" }] }',
    },
    { at: inStatement('"Effect": "De|, "Action": "s3:*"'), label: 'Deny', to: inStatement('"Effect": "Deny", "Action": "s3:*"') },
    { at: '{ "Version": |, "Statement": [] }', label: '2012-10-17', to: '{ "Version": "2012-10-17", "Statement": [] }' },
    { at: '{ "Version": "2008|-10-17", "Statement": [] }', label: '2008-10-17', to: '{ "Version": "2008-10-17", "Statement": [] }' },
    {
      at: '{ "Statement": [{ "Effect": "Deny" } |] }',
      label: 'new statement',
      to: '{ "Statement": [{ "Effect": "Deny" }, {\n\t"Effect": "${1|Allow,Deny|}",\n\t"Action": "$3",\n\t"Resource": "${4:*}"\n}] }',
    },
    {
      at: '{ "Statement": [| { "Effect": "Deny" }] }',
      label: 'new statement',
      to: '{ "Statement": [{\n\t"Effect": "${1|Allow,Deny|}",\n\t"Action": "$3",\n\t"Resource": "${4:*}"\n}, { "Effect": "Deny" }] }',
    },
  ]);

  const list = '[\n\t{\n\t\t"Effect": "${1|Allow,Deny|}",\n\t\t"Action": "$3",\n\t\t"Resource": "${4:*}"\n\t}\n]';
  writes([
    {
      at: '{ "Version": "2012-10-17", "Statement": | }',
      label: 'list of statements',
      to: `{ "Version": "2012-10-17", "Statement": ${list} }`,
    },
    {
      at: '|',
      label: 'new policy',
      name: 'a.trust.json',
      to: '{\n\t"Version": "2012-10-17",\n\t"Statement": [\n\t\t{\n\t\t\t"Effect": "${1|Allow,Deny|}",\n\t\t\t"Principal": ${2:"*"},\n\t\t\t"Action": "$3"\n\t\t}\n\t]\n}\n',
    },
    {
      at: '// ours\n|',
      label: 'new policy',
      name: 'a.rcp.json',
      to: '// ours\n{\n\t"Version": "2012-10-17",\n\t"Statement": [\n\t\t{\n\t\t\t"Effect": "Deny",\n\t\t\t"Principal": "*",\n\t\t\t"Action": "$3",\n\t\t\t"Resource": "${4:*}"\n\t\t}\n\t]\n}\n',
    },
    { at: inStatement('"Condition": |'), label: 'new condition', to: inStatement('"Condition": {\n\t"$1": {\n\t\t"$2": "$3"\n\t}\n}') },
    {
      at: inStatement('"Condition": { "Bool": | }'),
      label: 'condition key and value',
      to: inStatement('"Condition": { "Bool": {\n\t"$1": "$2"\n} }'),
    },
    {
      at: '{ "Statement": { "Effect": "Deny", "Condition": { "Bool": | "Null": {} } } }',
      label: 'condition key and value',
      to: '{ "Statement": { "Effect": "Deny", "Condition": { "Bool": {\n\t"$1": "$2"\n}, "Null": {} } } }',
    },
  ]);

  it('says nothing in policies of other grammars', () => {
    assert.deepEqual(complete(inStatement('"|"'), { name: 'policies/tag/a.json' }).labels, []);
  });

  it('offers an RCP nothing but Deny', () => {
    assert.deepEqual(complete(inStatement('"Effect": "|"'), { name: 'a.rcp.json' }).labels, ['Deny']);
  });
});

describe('completion of Sids', () => {
  const sid = (rest: string): readonly string[] => complete(inStatement(`"Sid": "|", ${rest}`)).labels;

  it('names a statement by what it does', () => {
    assert.deepEqual(sid('"Effect": "Allow", "Action": "s3:GetObject"'), ['AllowS3GetObject', 'AllowS3Read', 'AllowS3']);
    assert.deepEqual(sid('"Effect": "Deny", "Action": ["ec2:StartInstances", "ec2:StopInstances"]'), ['DenyEc2Write', 'DenyEc2']);
    assert.deepEqual(sid('"Effect": "Deny", "Action": ["ec2:StartInstances", "s3:GetObject"]'), ['DenyEc2AndS3']);
    assert.deepEqual(sid('"Effect": "Deny", "NotAction": "iam:*"'), ['DenyAllExceptIam']);
    assert.deepEqual(sid('"Effect": "Allow", "Action": "*"'), ['AllowAll']);
    assert.deepEqual(sid('"Effect": "Allow", "Action": "execute-api:*"'), ['AllowExecuteApi']);
  });

  it('offers no name that the policy has', () => {
    const other = '{ "Sid": "AllowS3", "Effect": "Allow" }, { "Sid": "allows32" }';
    const { labels } = complete(`{ "Statement": [{ "Sid": "All|", "Effect": "Allow", "Action": "s3:*" }, ${other}] }`);
    assert.deepEqual(labels, ['AllowS33']);
  });
});
