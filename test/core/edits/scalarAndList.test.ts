import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { conversionAt, convert } from '../../../server/src/core/edits/scalarAndList';
import { splitAtCursor } from '../../support/cursor';

import { applied, documentOf, inStatement } from './edited';

function converted(marked: string): string | undefined {
  const { text, offset } = splitAtCursor(marked);
  const document = documentOf(text);
  const conversion = conversionAt(document, offset);
  return conversion === undefined ? undefined : applied(text, convert(document, conversion));
}

const both: readonly (readonly [name: string, value: string, list: string])[] = [
  ['an action', '{ "Action|": "s3:*" }', '{ "Action": ["s3:*"]| }'],
  ['a resource', '{ "NotResource": "|*" }', '{ "NotResource": ["|*"] }'],
  ['a principal', '{ "Principal": { "AWS": "1|" } }', '{ "Principal": { "A|WS": ["1"] } }'],
  ['a condition value', '{ "Condition": { "Bool": { "aws:x": tr|ue } } }', '{ "Condition": { "Bool": { "aws:x": [t|rue] } } }'],
];

const plain = (marked: string): string => marked.replace('|', '');

describe('a lone value and a list of it', () => {
  for (const [name, value, list] of both) {
    test(`turn into each other: ${name}`, () => {
      assert.equal(converted(inStatement(value)), inStatement(plain(list)));
      assert.equal(converted(inStatement(list)), inStatement(plain(value)));
    });
  }

  test('turn into each other: a statement, indented as the document is', () => {
    const single = '{\n    "State|ment": {\n        "Effect": "Allow"\n    }\n}';
    const listed = '{\n    "Statement": [|\n        {\n            "Effect": "Allow"\n        }\n    ]\n}';
    assert.equal(converted(single), plain(listed));
    assert.equal(converted(listed), plain(single));
  });

  test('turn into each other: a statement whose brackets share a line', () => {
    assert.equal(converted('{\n  "Statement|": [{\n    "Effect": "Allow"\n  }]\n}'), '{\n  "Statement": {\n    "Effect": "Allow"\n  }\n}');
  });

  test('turn into each other: a statement of a document on one line', () => {
    assert.equal(converted('{"Statement|":{"Effect":"Allow"}}'), '{"Statement":[{"Effect":"Allow"}]}');
  });

  const never: readonly (readonly [name: string, marked: string])[] = [
    ['a list of two', inStatement('{ "Action": [|"a:a", "b:b"] }')],
    ['an empty list', inStatement('{ "Action": [|] }')],
    ['the principal everybody', inStatement('{ "Principal": "*|" }')],
    ['an effect', inStatement('{ "Effect": "Allow|" }')],
    ['a list with a comment of its own', inStatement('{ "Action": ["a:a|" /* why */] }')],
    ['a value that is not closed', inStatement('{ "Action": "a:a| }')],
    ['a value that is missing', inStatement('{ "Action": | }')],
    ['a statement, from inside of it', '{ "Statement": { "Effect"|: "Allow" } }'],
    ['an empty document', '|'],
  ];
  for (const [name, marked] of never) test(`stay as they are: ${name}`, () => assert.equal(converted(marked), undefined));
});
