import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { sortAllLists, sortList } from '../../../server/src/core/edits/sortLists';
import { lowerPolicy } from '../../../server/src/core/policy/lowerPolicy';

import { applied, documentOf, inStatement, listAt } from './edited';
import '../../support/seeds';

const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'orders actions by service, then by name, without regard to case',
    '{ "Action": [|"s3:PutObject", "S3-object-lambda:Get*", "s3:getObject", "S3:GetBucketAcl", "ec2:*"] }',
    '{ "Action": ["ec2:*", "S3:GetBucketAcl", "s3:getObject", "s3:PutObject", "S3-object-lambda:Get*"] }',
  ],
  ['drops an action that another case repeats', '{ "Action": [|"s3:GetObject", "s3:getobject"] }', '{ "Action": ["s3:GetObject"] }'],
  ['keeps resources that differ by case', '{ "Resource": [|"arn:b", "arn:a", "arn:B"] }', '{ "Resource": ["arn:B", "arn:a", "arn:b"] }'],
  [
    'orders principals',
    '{ "Principal": { "AWS": [|"222222222222", "111111111111"] } }',
    '{ "Principal": { "AWS": ["111111111111", "222222222222"] } }',
  ],
  [
    'orders condition values, numbers and booleans among them',
    '{ "Condition": { "StringEquals": { "aws:x": [|"b", true, 7, "a", 7, "b"] } } }',
    '{ "Condition": { "StringEquals": { "aws:x": [true, "a", "b", 7] } } }',
  ],
  [
    'takes comments along, those of what is dropped too',
    '{\n  "Action": [ // mixed\n    "s3:PutObject", // writes\n\n    // reads\n    "s3:GetObject",\n    // again\n    "s3:PutObject"\n    // end\n  |]\n}',
    '{\n  "Action": [ // mixed\n    // reads\n    "s3:GetObject",\n    // again\n    "s3:PutObject" // writes\n    // end\n  ]\n}',
  ],
  [
    'takes a comment along that stands before its value on the line',
    '{ "Action": [|"b:b", /* a */ "a:a"] }',
    '{ "Action": [/* a */ "a:a", "b:b"] }',
  ],
  ['leaves what is in order', '{ "Action": [|"a:a", "a:b"] }', '{ "Action": ["a:a", "a:b"] }'],
  ['leaves a list with an object in it', '{ "Resource": [|"b", { "Ref": "X" }, "a"] }', '{ "Resource": ["b", { "Ref": "X" }, "a"] }'],
  ['leaves a list in which something is wrong', '{ "Action": [|"b:b" "a:a"] }', '{ "Action": ["b:b" "a:a"] }'],
];

describe('sorting a list', () => {
  for (const [name, before, after] of cases) {
    test(name, () => {
      const { text, document, list } = listAt(inStatement(before));
      assert.equal(applied(text, sortList(document, list)), inStatement(after));
    });
  }
});

describe('sorting all lists', () => {
  test('reaches every list of every statement, and leaves the order of statements', () => {
    const before = '{ "Statement": [{ "Action": ["b:b", "a:a"], "Resource": ["y", "x"] }, { "NotAction": ["d:d", "c:c"] }] }';
    const after = '{ "Statement": [{ "Action": ["a:a", "b:b"], "Resource": ["x", "y"] }, { "NotAction": ["c:c", "d:d"] }] }';
    assert.equal(applied(before, sortAllLists(documentOf(before))), after);
    assert.deepEqual(sortAllLists(documentOf(after)), []);
  });

  test('loses no value and no comment, and has nothing left to do afterwards', () => {
    const value = fc.tuple(fc.string({ maxLength: 4 }), fc.constantFrom('', ' // note\n', ' /* note */ '), fc.boolean());
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), (values) => {
        const items = values.map(([text, comment, newLine], index) => {
          const comma = index < values.length - 1 ? ',' : '';
          return `${JSON.stringify(text)}${comma}${comment}${newLine ? '\n' : ' '}`;
        });
        const text = `{\n  "Statement": { "Resource": [${items.join('')}] }\n}`;
        const sorted = applied(text, sortAllLists(documentOf(text)));
        const document = documentOf(sorted);
        assert.deepEqual(document.syntax.problems, []);
        const written = lowerPolicy(document.syntax.root).statements[0]?.resource?.values.map((one) => one.text);
        assert.deepEqual(
          written,
          [...new Set(values.map(([one]) => one))].sort((a, b) => (a < b ? -1 : 1)),
        );
        assert.equal(sorted.split('note').length, text.split('note').length, 'every comment is there');
        assert.deepEqual(sortAllLists(document), []);
      }),
    );
  });
});
