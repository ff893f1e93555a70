import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addCompanions, missingCompanions, resourceList } from '../../../server/src/core/edits/companionArn';
import { tinyCatalog } from '../../support/tinyCatalog';

import { applied, inStatement, statementAt } from './edited';

const catalog = tinyCatalog();

function completed(statement: string): string {
  const {
    text,
    document,
    statement: node,
  } = statementAt(inStatement(statement.replace('"Action', '|"Action').replace('"NotAction', '|"NotAction')));
  const list = resourceList(node);
  const companions = missingCompanions(document, node, catalog);
  return list === undefined || companions.length === 0 ? text : applied(text, addCompanions(document, list.value, companions));
}

const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'adds the objects of a bucket to actions on objects',
    '{ "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b" }',
    '{ "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }',
  ],
  [
    'adds the bucket to actions on buckets, each behind its objects',
    '{ "Action": ["s3:Get*", "s3:ListBucket"], "Resource": ["arn:aws-cn:s3:::b/x/*", "arn:aws:s3:::c-${aws:username}/*"] }',
    '{ "Action": ["s3:Get*", "s3:ListBucket"], "Resource": ["arn:aws-cn:s3:::b/x/*", "arn:aws-cn:s3:::b", "arn:aws:s3:::c-${aws:username}/*", "arn:aws:s3:::c-${aws:username}"] }',
  ],
  [
    'adds a bucket once',
    '{ "Action": "s3:*", "Resource": ["arn:aws:s3:::b/x", "arn:aws:s3:::b/y"] }',
    '{ "Action": "s3:*", "Resource": ["arn:aws:s3:::b/x", "arn:aws:s3:::b", "arn:aws:s3:::b/y"] }',
  ],
  [
    'reads a slash inside a variable as part of the name',
    '{ "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*" }',
    '{ "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::${aws:PrincipalTag/team}/*", "arn:aws:s3:::${aws:PrincipalTag/team}"] }',
  ],
];

const complete: readonly (readonly [name: string, statement: string])[] = [
  ['actions on buckets alone', '{ "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }'],
  ['actions on objects alone', '{ "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*" }'],
  ['both named', '{ "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }'],
  ['some of the objects named', '{ "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/in/*"] }'],
  ['a wildcard that crosses the slash', '{ "Action": "s3:*", "Resource": ["arn:aws:s3:::b*"] }'],
  ['every resource', '{ "Action": "s3:*", "Resource": "*" }'],
  ['every bucket', '{ "Action": "s3:*", "Resource": "arn:aws:s3:::*" }'],
  ['other services', '{ "Action": "ec2:*", "Resource": "arn:aws:s3:::b" }'],
  ['access points', '{ "Action": "s3:*", "Resource": "arn:aws:s3:eu-west-1:111111111111:accesspoint/x" }'],
  ['resources left out', '{ "Action": "s3:*", "NotResource": "arn:aws:s3:::b" }'],
  ['actions left out', '{ "NotAction": "s3:*", "Resource": "arn:aws:s3:::b" }'],
];

describe('companions of S3 ARNs', () => {
  for (const [name, before, after] of cases) test(name, () => assert.equal(completed(before), inStatement(after).replace('|', '')));
  for (const [name, statement] of complete)
    test(`has nothing to add to ${name}`, () => assert.equal(completed(statement), inStatement(statement)));
});
