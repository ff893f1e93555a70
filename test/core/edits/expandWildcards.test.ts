import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { countExpansion, expandWildcards } from '../../../server/src/core/edits/expandWildcards';
import { tinyCatalog } from '../../support/tinyCatalog';

import { applied, atCursor, inStatement, listAt } from './edited';

const catalog = tinyCatalog();

/** Expands the wildcard at the cursor. */
function expandedAt(marked: string): string {
  const { text, document, list, item } = atCursor(marked);
  assert.ok(list !== undefined && item !== undefined);
  return applied(text, expandWildcards(document, list, catalog, item));
}

function allExpanded(marked: string): string {
  const { text, document, list } = listAt(marked);
  return applied(text, expandWildcards(document, list, catalog));
}

const atOne: readonly (readonly [name: string, before: string, after: string])[] = [
  ['makes a list of a lone wildcard', '{ "Action": "s3:GetBucket*|" }', '{ "Action": ["s3:GetBucketLocation", "s3:GetBucketPolicy"] }'],
  ['leaves a lone value that means one action alone', '{ "Action": "s3:PutBucket*|" }', '{ "Action": "s3:PutBucketPolicy" }'],
  [
    'expands on the line, with the blanks that the list has',
    '{ "Action": [ "iam:PassRole","s3:DeleteObject*|" ] }',
    '{ "Action": [ "iam:PassRole","s3:DeleteObject","s3:DeleteObjectTagging" ] }',
  ],
  [
    'names no action twice',
    '{ "Action": ["S3:getbucketlocation", "s3:GetBucket*|", "s3:*Policy"] }',
    '{ "Action": ["S3:getbucketlocation", "s3:GetBucketPolicy", "s3:*Policy"] }',
  ],
  [
    'puts actions on lines of their own where the list is written so, under the comments of the wildcard',
    '{\n\t"Action": [\n\t\t// all of it\n\t\t"s3:GetBucket*|", // really\n\t\t"s3:PutObject"\n\t]\n}',
    '{\n\t"Action": [\n\t\t// all of it\n\t\t// really\n\t\t"s3:GetBucketLocation",\n\t\t"s3:GetBucketPolicy",\n\t\t"s3:PutObject"\n\t]\n}',
  ],
  [
    'breaks a line that would become too long, by the indentation of the document',
    '{\n    "Action": ["ec2:*Instances|"]\n}',
    '{\n    "Action": [\n        "ec2:DescribeInstances",\n        "ec2:RunInstances",\n        "ec2:StartInstances",\n        "ec2:StopInstances",\n        "ec2:TerminateInstances"\n    ]\n}',
  ],
  ['understands escapes', '{ "Action": "s3:GetBucket\\u004c*|" }', '{ "Action": "s3:GetBucketLocation" }'],
  ['leaves a wildcard that matches nothing', '{ "Action": "s3:Nothing*|" }', '{ "Action": "s3:Nothing*" }'],
  ['leaves resources', '{ "Resource": "s3:Get*|" }', '{ "Resource": "s3:Get*" }'],
  [
    'leaves a list that is not closed',
    '{ "Action": ["s3:GetBucket*|" , "Resource": "*" }',
    '{ "Action": ["s3:GetBucket*" , "Resource": "*" }',
  ],
];

describe('expanding a wildcard', () => {
  for (const [name, before, after] of atOne) test(name, () => assert.equal(expandedAt(inStatement(before)), inStatement(after)));

  test('keeps a document on one line', () => {
    const before = '{"Statement":[{"Effect":"Allow","Action":"ec2:*Instances|","Resource":"*"}]}\n';
    assert.equal(
      expandedAt(before),
      '{"Statement":[{"Effect":"Allow","Action":["ec2:DescribeInstances","ec2:RunInstances","ec2:StartInstances","ec2:StopInstances","ec2:TerminateInstances"],"Resource":"*"}]}\n',
    );
  });

  test('of a whole list repeats nothing that two wildcards match', () => {
    assert.equal(
      allExpanded(inStatement('{ "Action": |["s3:GetBucket*", "x:y*", "s3:*BucketPolicy"] }')),
      inStatement('{ "Action": ["s3:GetBucketLocation", "s3:GetBucketPolicy", "x:y*", "s3:PutBucketPolicy"] }'),
    );
  });

  test('says beforehand how many actions that will be', () => {
    const { document, list } = listAt(inStatement('{ "NotAction": |["s3:GetBucket*", "x:y*", "s3:*BucketPolicy"] }'));
    assert.deepEqual(countExpansion(document, list, catalog), { patterns: ['s3:GetBucket*', 's3:*BucketPolicy'], actions: 3 });
    assert.equal(countExpansion(document, list, catalog, { kind: 'string', start: 0, end: 1, text: 's3:GetObject' }), undefined);
  });
});
