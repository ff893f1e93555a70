import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { DocumentSymbol } from 'vscode-languageserver-types';

import { english } from '../../../server/src/core/text/message';
import {
  flatSymbols,
  provideFolding,
  provideHighlights,
  provideSelectionRanges,
  provideSymbols,
} from '../../../server/src/service/structure';
import { splitAtCursor } from '../../support/cursor';
import { openDocument } from '../../support/serviceFixture';

const policy = (...statements: readonly string[]): string => `{ "Version": "2012-10-17", "Statement": [${statements.join(', ')}] }`;

describe('highlights', () => {
  const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
    [
      'an action, whatever its case',
      policy('{ "Action": ["s3:Get|Object", "s3:PutObject"] }', '{ "Action": "S3:getobject" }'),
      ['s3:GetObject', 'S3:getobject'],
    ],
    [
      'an action and the patterns that cover it',
      policy('{ "Action": "s3:Get|Object" }', '{ "NotAction": ["s3:Get*", "*", "ec2:*", "s3:GetObject?"] }'),
      ['s3:GetObject', 's3:Get*', '*'],
    ],
    [
      'a pattern and what it covers',
      policy('{ "Action": "s3:Get*|" }', '{ "Action": ["s3:GetObject", "s3:GetObject*", "s3:PutObject"] }'),
      ['s3:Get*', 's3:GetObject', 's3:GetObject*'],
    ],
    ['a Sid', policy('{ "Sid": "R|ead" }', '{ "Sid": "Read" }', '{ "Sid": "Write" }'), ['Read', 'Read']],
    ['a Sid is not a resource', policy('{ "Sid": "R|ead", "Resource": "Read" }'), ['Read']],
    [
      'a resource',
      policy('{ "Resource": ["arn:aws:s3:::b|"] }', '{ "NotResource": "arn:aws:s3:::b" }', '{ "Resource": "arn:aws:s3:::b/*" }'),
      ['arn:aws:s3:::b', 'arn:aws:s3:::b'],
    ],
    [
      'a condition key, and the variables of that name',
      policy('{ "Condition": { "Bool": { "aws:user|name": "x" } }, "Resource": "arn:aws:s3:::b/${aws:username}/${aws:userid}" }'),
      ['aws:username', '${aws:username}'],
    ],
    [
      'a variable, and the conditions on that key',
      policy(
        '{ "Resource": ["a/${aws:PrincipalTag/te|am}", "b"], "Condition": { "StringLike": { "AWS:PrincipalTag/team": "${ aws:principaltag/team , \'x\' }" } } }',
      ),
      ['${aws:PrincipalTag/team}', 'AWS:PrincipalTag/team', "${ aws:principaltag/team , 'x' }"],
    ],
    [
      'a condition operator',
      policy('{ "Condition": { "String|Equals": {} } }', '{ "Condition": { "StringEquals": {} } }'),
      ['StringEquals', 'StringEquals'],
    ],
    ['nothing for a key of a statement', policy('{ "Ac|tion": "s3:*" }', '{ "Action": "s3:*" }'), []],
    ['nothing in an empty string', policy('{ "Action": ["|", ""] }'), []],
    ['with escapes', policy('{ "Action": ["s3:\\u0047et|Object", "s3:GetObject"] }'), ['s3:\\u0047etObject', 's3:GetObject']],
    ['in a statement that is not closed', '{ "Statement": { "Action": ["s3:Get|Object", "s3:GetObject', ['s3:GetObject', 's3:GetObject']],
  ];
  for (const [name, marked, expected] of cases) {
    it(`finds ${name}`, () => {
      const { text, offset } = splitAtCursor(marked);
      const document = openDocument(text);
      assert.deepEqual(
        provideHighlights(document, offset).map(({ range }) => document.textDocument.getText(range)),
        expected,
      );
    });
  }

  it('finds nothing in documents that are none of ours', () => {
    assert.deepEqual(provideHighlights(openDocument('{ "Action": "s3:GetObject" }', 'package.json'), 15), []);
  });
});

describe('selection ranges', () => {
  const cases: readonly (readonly [name: string, text: string, steps: readonly string[]])[] = [
    [
      'from a part of an ARN outwards',
      '{"Statement":[{"Resource":["arn:aws:iam::111122223333:role/te|am/dev"]}]}',
      [
        'team',
        'role/team/dev',
        'arn:aws:iam::111122223333:role/team/dev',
        '"arn:aws:iam::111122223333:role/team/dev"',
        '["arn:aws:iam::111122223333:role/team/dev"]',
        '"Resource":["arn:aws:iam::111122223333:role/team/dev"]',
        '{"Resource":["arn:aws:iam::111122223333:role/team/dev"]}',
      ],
    ],
    [
      'from a variable outwards',
      '{"Statement":{"Resource":"a/${aws:user|name}/b"}}',
      ['aws:username', '${aws:username}', 'a/${aws:username}/b', '"a/${aws:username}/b"', '"Resource":"a/${aws:username}/b"'],
    ],
    [
      'from an action outwards',
      '{"Statement":{"Action":"s3:Get|Object"}}',
      ['GetObject', 's3:GetObject', '"s3:GetObject"', '"Action":"s3:GetObject"'],
    ],
    ['from a key outwards', '{"Statement":{"Ac|tion":"s3:*"}}', ['Action', '"Action"', '"Action":"s3:*"']],
    ['in a string that is not closed', '{"Statement":{"Action":"s3:Get|O', ['GetO', 's3:GetO', '"s3:GetO', '"Action":"s3:GetO']],
  ];
  for (const [name, marked, expected] of cases) {
    it(`grow ${name}`, () => {
      const { text, offset } = splitAtCursor(marked);
      const document = openDocument(text);
      const texts: string[] = [];
      const [first] = provideSelectionRanges(document, [document.textDocument.positionAt(offset)]);
      for (let range = first; range !== undefined; range = range.parent) texts.push(document.textDocument.getText(range.range));
      assert.deepEqual(texts.slice(0, expected.length), expected);
      assert.equal(texts.at(-1), text);
      assert.equal(new Set(texts).size, texts.length, 'every step is wider');
    });
  }

  it('are the position and the document where nothing stands', () => {
    const document = openDocument('', 'empty.json');
    assert.deepEqual(provideSelectionRanges(document, [{ line: 0, character: 0 }]), [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } },
    ]);
  });
});

function tree(symbols: readonly DocumentSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${indent}${name}${detail === undefined ? '' : ` (${detail})`}`,
    ...tree(children ?? [], `${indent}  `),
  ]);
}

describe('document symbols', () => {
  const symbols = (text: string, name?: string) => provideSymbols(openDocument(text, name), english);

  it('are statements by Sid and effect, with what they are about', () => {
    const text = policy(
      '{ "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*" }',
      '{ "Effect": "Deny", "NotAction": ["iam:*", "sts:*", "kms:*"], "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }',
      '{}',
    );
    assert.deepEqual(tree(symbols(text)), [
      'Version (2012-10-17)',
      'Read (Allow s3:GetObject +1)',
      '  Action (s3:GetObject +1)',
      '  Resource (*)',
      'Deny NotAction iam:* +2',
      '  NotAction (iam:* +2)',
      '  Resource (*)',
      '  Condition',
      '    Bool',
      'statement 3',
    ]);
  });

  it('take one statement, and text that ends early', () => {
    assert.deepEqual(tree(symbols('{ "Statement": { "Effect": "Allow", "Action": ["s3:GetObject"')), [
      'Allow s3:GetObject',
      '  Action (s3:GetObject)',
    ]);
  });

  it('name the tests of a test file', () => {
    const text = '{ "tests": [{ "name": "bot reads", "action": "s3:GetObject" }, { "action": "s3:PutObject" }] }';
    assert.deepEqual(
      tree(symbols(text, 'a.iamtest.jsonc')).filter((line) => !line.startsWith('    ')),
      ['tests', '  bot reads', '  s3:PutObject'],
    );
  });

  it('are none for documents that are none of ours', () => {
    assert.deepEqual(symbols('{ "scripts": {} }', 'package.json'), []);
  });

  it('select a place inside of what they span', () => {
    const visit = (list: readonly DocumentSymbol[]): void => {
      for (const { range, selectionRange, name, children } of list) {
        const at = ({ line, character }: { line: number; character: number }): number => line * 10_000 + character;
        assert.ok(at(range.start) <= at(selectionRange.start) && at(selectionRange.end) <= at(range.end), name);
        assert.notEqual(name, '');
        visit(children ?? []);
      }
    };
    visit(symbols(policy('{ "Sid": "", "": 1, "Action": [""] }', '{ "Sid": 5, "Effect": [], "Action": {} }')));
  });

  it('are one list for clients that know no hierarchy', () => {
    const flat = flatSymbols('file:///a.json', symbols(policy('{ "Sid": "Read", "Effect": "Allow", "Action": "s3:*" }')));
    assert.deepEqual(
      flat.map(({ name, containerName }) => [name, containerName]),
      [
        ['Version', undefined],
        ['Read', undefined],
        ['Action', 'Read'],
      ],
    );
  });
});

describe('folding', () => {
  const folds = (text: string) =>
    provideFolding(openDocument(text)).map(({ startLine, endLine, kind }) => [startLine, endLine, ...(kind === undefined ? [] : [kind])]);

  it('takes objects, lists and comments of several lines', () => {
    const lines = [
      '{',
      '  // one',
      '  // two',
      '  "Statement": [',
      '    {',
      '      "Action": [',
      '        "s3:*"',
      '      ]',
      '    },',
      '    {}',
      '  ]',
      '}',
    ];
    assert.deepEqual(folds(lines.join('\n')), [
      [0, 10],
      [1, 2, 'comment'],
      [3, 9],
      [4, 7],
      [5, 6],
    ]);
  });

  it('reaches to the end of what is not closed', () => {
    assert.deepEqual(folds('{\n  "Statement": [\n    {\n      "Action": "s3:*"\n'), [
      [0, 4],
      [1, 4],
      [2, 4],
    ]);
  });
});
