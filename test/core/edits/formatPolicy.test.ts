import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { formatPolicy, minifyPolicy } from '../../../server/src/core/edits/formatPolicy';
import { parseJson } from '../../../server/src/core/syntax/parseJson';

import { applied, documentOf } from './edited';
import '../../support/seeds';

function formatted(text: string, request?: Parameters<typeof formatPolicy>[1]): string {
  return applied(text, formatPolicy(documentOf(text), request));
}

const minified = (text: string): string => applied(text, minifyPolicy(documentOf(text)));

const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'puts elements in the order of AWS, what it does not know last',
    '{\n  "Statement": [\n    {\n      "Condition": {},\n      "Resource": "*",\n      "Note": 1,\n      "Action": "s3:*",\n      "Effect": "Allow",\n      "Sid": "A"\n    }\n  ],\n  "Id": "x",\n  "Version": "2012-10-17"\n}\n',
    '{\n  "Version": "2012-10-17",\n  "Id": "x",\n  "Statement": [\n    {\n      "Sid": "A",\n      "Effect": "Allow",\n      "Action": "s3:*",\n      "Resource": "*",\n      "Condition": {},\n      "Note": 1\n    }\n  ]\n}\n',
  ],
  [
    'lays a document on one line out over many',
    '{"Statement":{"Effect":"Allow","Action":["s3:Get*"],"Resource":"*"}}',
    '{\n  "Statement": {\n    "Effect": "Allow",\n    "Action": [\n      "s3:Get*"\n    ],\n    "Resource": "*"\n  }\n}',
  ],
  [
    'leaves short lists and small objects on their line',
    '{\n\t"Statement": [{\n"Principal": {"AWS":"*"},\n"Action": [ "a:a","b:b" ] }]\n}',
    '{\n\t"Statement": [\n\t\t{\n\t\t\t"Principal": { "AWS": "*" },\n\t\t\t"Action": ["a:a", "b:b"]\n\t\t}\n\t]\n}',
  ],
  [
    'keeps every comment, wherever it stands',
    '// head\n{ // open\n  "Statement": /* in between */ [\n    // first\n    { "Action": "*", /* before */ "Effect": "Deny" } // behind\n    // last\n  ],\n  // version\n  "Version": "2012-10-17", // why\n}\n// tail\n',
    '// head\n{ // open\n  // version\n  "Version": "2012-10-17", // why\n  /* in between */\n  "Statement": [\n    // first\n    {\n      /* before */\n      "Effect": "Deny",\n      "Action": "*"\n    } // behind\n    // last\n  ]\n}\n// tail\n',
  ],
  [
    'keeps the spelling of values',
    '{\n  "Version":"\\u0032", "Id": 1.50,"X": [ 1e3 ]\n}',
    '{\n  "Version": "\\u0032",\n  "Id": 1.50,\n  "X": [1e3]\n}',
  ],
  [
    'keeps an empty line between statements',
    '{\n  "Statement": [\n    {\n    },\n\n\n    {\n    }\n  ]\n}',
    '{\n  "Statement": [\n    {},\n\n    {}\n  ]\n}',
  ],
  [
    'keeps duplicate elements in their order, since the last one counts',
    '{\n  "Version": "a",\n  "Id": "x",\n  "Version": "b"\n}',
    '{\n  "Version": "a",\n  "Version": "b",\n  "Id": "x"\n}',
  ],
  ['keeps line ends', '{\r\n  "Version":"a"\r\n}\r\n', '{\r\n  "Version": "a"\r\n}\r\n'],
  ['leaves broken text', '{ "Statement": [ { "Effect": } ] }', '{ "Statement": [ { "Effect": } ] }'],
  ['leaves an empty document', '', ''],
];

/** Policies and other JSON, written with random white space, commas and comments. */
const writtenJson = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.infiniteStream(fc.constantFrom('', ' ', '\n', '\n\n', ' /* c */ ', ' // c\n', '\n// c\n', '\t')))
  .map(([value, gaps]) => {
    const gap = (): string => {
      const next = gaps.next();
      return next.done === true ? '' : next.value;
    };
    const write = (node: unknown): string => {
      if (Array.isArray(node)) return `[${gap()}${node.map((item) => write(item) + gap()).join(`,${gap()}`)}${gap()}]`;
      if (typeof node !== 'object' || node === null) return JSON.stringify(node);
      const members = Object.entries(node).map(([key, inner]) => `${JSON.stringify(key)}${gap()}:${gap()}${write(inner)}${gap()}`);
      return `{${gap()}${members.join(`,${gap()}`)}${gap()}}`;
    };
    return { value, text: gap() + write({ Statement: [{ Resource: value, Effect: 'Allow' }], Version: '2012-10-17' }) + gap() };
  });

/** The value of a parsed text, by JSON's own parser once comments are cut out. */
function valueOf(text: string): unknown {
  let strict = text;
  for (const { start, end } of [...parseJson(text).comments].reverse()) strict = strict.slice(0, start) + strict.slice(end);
  return JSON.parse(strict);
}

describe('formatting', () => {
  for (const [name, before, after] of cases) test(name, () => assert.equal(formatted(before), after));

  test('takes the indentation and the order that are asked for', () => {
    const text = '{\n  "Statement": {\n    "Action": "*",\n    "Effect": "Deny"\n  }\n}';
    assert.equal(formatted(text, { unit: '\t', awsOrder: false }), '{\n\t"Statement": {\n\t\t"Action": "*",\n\t\t"Effect": "Deny"\n\t}\n}');
  });

  test('changes the lines that need it, and no others', () => {
    const text = '{\r\n  "Version": "a",\r\n  "Id":"x",\r\n  "Statement": []\r\n}\r\n';
    const change = formatPolicy(documentOf(text));
    assert.equal(change?.newText, '  "Id": "x",\r\n');
    assert.equal(text.slice(change.span.start, change.span.end), '  "Id":"x",\r\n');
  });

  test('changes no value, loses no comment, and has nothing to do a second time', () => {
    fc.assert(
      fc.property(writtenJson, ({ text }) => {
        assert.deepEqual(parseJson(text).problems, []);
        const once = formatted(text);
        assert.deepEqual(valueOf(once), valueOf(text));
        assert.equal(parseJson(once).comments.length, parseJson(text).comments.length);
        assert.equal(formatted(once), once);
      }),
      { numRuns: 400 },
    );
  });
});

describe('minifying', () => {
  test('drops white space and comments, and nothing else', () => {
    const text = '// head\n{ "Version" : "2012-10-17", // why\n "Statement": [ { "Action": ["a b", 1.0, true, null], "X": {} } ] }\n';
    assert.equal(minified(text), '{"Version":"2012-10-17","Statement":[{"Action":["a b",1.0,true,null],"X":{}}]}');
  });

  test('keeps every value', () => {
    fc.assert(fc.property(writtenJson, ({ text }) => assert.deepEqual(JSON.parse(minified(text)), valueOf(text))));
  });

  test('leaves broken text', () => assert.equal(minified('{ "a": '), '{ "a": '));
});
