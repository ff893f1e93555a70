import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { bareStatements, wrapStatements } from '../../../server/src/core/edits/wrapStatement';

import { applied, documentOf } from './edited';

const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'a statement',
    '// mine\n{\n    "Effect": "Allow",\n    "Action": "s3:*" // all\n}\n',
    '// mine\n{\n    "Version": "2012-10-17",\n    "Statement": [\n        {\n            "Effect": "Allow",\n            "Action": "s3:*" // all\n        }\n    ]\n}\n',
  ],
  [
    'a list of statements',
    '[\n  { "Effect": "Deny", "NotAction": "a:*" },\n  { "Effect": "Deny", "Action": "b:*" }\n]',
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Deny", "NotAction": "a:*" },\n    { "Effect": "Deny", "Action": "b:*" }\n  ]\n}',
  ],
  [
    'a statement on one line',
    '{"Effect":"Allow","Action":"s3:*"}',
    '{ "Version": "2012-10-17", "Statement": [{"Effect":"Allow","Action":"s3:*"}] }',
  ],
  [
    'lines that end as Windows ends them',
    '{\r\n\t"Effect": "Deny", "Action": "*"\r\n}',
    '{\r\n\t"Version": "2012-10-17",\r\n\t"Statement": [\r\n\t\t{\r\n\t\t\t"Effect": "Deny", "Action": "*"\r\n\t\t}\r\n\t]\r\n}',
  ],
];

const others: readonly (readonly [name: string, text: string])[] = [
  ['a policy', '{ "Statement": { "Effect": "Allow", "Action": "*" } }'],
  ['any other object', '{ "Effect": "Allow" }'],
  ['a list with something else in it', '[{ "Effect": "Allow", "Action": "*" }, 1]'],
  ['an empty list', '[]'],
  ['an effect that is none', '{ "Effect": "Maybe", "Action": "*" }'],
  ['an empty document', ''],
];

describe('wrapping bare statements in a policy', () => {
  for (const [name, before, after] of cases)
    test(`wraps ${name}`, () => assert.equal(applied(before, wrapStatements(documentOf(before))), after));
  for (const [name, text] of others) test(`leaves ${name}`, () => assert.equal(bareStatements(documentOf(text)), undefined));
  test('leaves a statement that is half typed', () =>
    assert.equal(wrapStatements(documentOf('{ "Effect": "Allow", "Action": "*"')), undefined));
});
