import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';
import type { SemanticTokensDelta } from 'vscode-languageserver-types';

import { stringPieces } from '../../../server/src/service/tokens/stringPieces';
import { createTokensMemory, provideSemanticTokens, tokensLegend } from '../../../server/src/service/tokens/semanticTokens';
import { openDocument } from '../../support/serviceFixture';
import '../../support/seeds';

/** `type text` of each token, in order. */
function tokensOf(text: string, name?: string, span?: { readonly start: number; readonly end: number }): readonly string[] {
  const document = openDocument(text, name);
  const data = provideSemanticTokens(document, span);
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [deltaLine = 0, delta = 0, length = 0, type = 0] = data.slice(index, index + 5);
    assert.ok(deltaLine >= 0 && length > 0 && (deltaLine > 0 || index === 0 || delta > 0), 'tokens are in order and do not overlap');
    line += deltaLine;
    character = deltaLine === 0 ? character + delta : delta;
    const range = { start: { line, character }, end: { line, character: character + length } };
    found.push(`${tokensLegend.tokenTypes[type] ?? '?'} ${document.textDocument.getText(range)}`);
  }
  return found;
}

describe('semantic tokens', () => {
  it('name every part of a statement', () => {
    const text = `{
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": { "AWS": ["111122223333", "*"] },
      "Action": ["s3:Get*", "*"],
      "Resource": "arn:aws:s3:::media/\${aws:username}/*",
      "Condition": { "ForAnyValue:StringLike": { "aws:PrincipalTag/team": "a*" }, "NumericEquals": { "s3:max-keys": "10*" } }
    }
  ]
}`;
    assert.deepEqual(tokensOf(text), [
      'keyword Allow',
      'type AWS',
      'number 111122223333',
      'operator *',
      'namespace s3',
      'function Get',
      'operator *',
      'operator *',
      'modifier arn',
      'enumMember aws',
      'namespace s3',
      'variable ${aws:username}',
      'operator *',
      'keyword ForAnyValue',
      'keyword StringLike',
      'namespace aws',
      'parameter PrincipalTag',
      'operator *',
      'keyword NumericEquals',
      'namespace s3',
      'parameter max-keys',
    ]);
  });

  const resources: readonly (readonly [text: string, tokens: readonly string[]])[] = [
    [
      'arn:aws:iam::111122223333:role/path/n?me',
      ['modifier arn', 'enumMember aws', 'namespace iam', 'number 111122223333', 'type role', 'operator ?'],
    ],
    [
      'arn:${aws:partition}:lambda:eu-*:${aws:account}:function:f',
      [
        'modifier arn',
        'variable ${aws:partition}',
        'namespace lambda',
        'enumMember eu-',
        'operator *',
        'variable ${aws:account}',
        'type function',
      ],
    ],
    ['arn:aws:s3:::bucket/${*}x', ['modifier arn', 'enumMember aws', 'namespace s3', 'macro ${*}']],
    ['arn:aws:s3', []],
    ['${aws:username', []],
    ['', []],
    ['***', ['operator ***']],
  ];
  for (const [text, expected] of resources) {
    it(`take the resource ${text} apart`, () => {
      assert.deepEqual(tokensOf(JSON.stringify({ Statement: { Resource: text } })), expected);
    });
  }

  it('stand where they are written, escapes and all', () => {
    assert.deepEqual(tokensOf('{ "Statement": { "Action": "\\u00733:Get\\u002a" } }'), [
      'namespace \\u00733',
      'function Get',
      'operator \\u002a',
    ]);
  });

  it('come in broken text', () => {
    assert.deepEqual(tokensOf('{ "Statement": [{ "Effect": "Deny", "Action": ["s3:Get'), ['keyword Deny', 'namespace s3', 'function Get']);
  });

  it('are those of the statements in sight alone', () => {
    const statements = Array.from({ length: 50 }, (_, index) => `{ "Action": "s3:Get${index}x" }`);
    const text = `{ "Statement": [\n${statements.join(',\n')}\n] }`;
    const start = text.indexOf('Get20x');
    assert.deepEqual(tokensOf(text, undefined, { start, end: text.indexOf('Get22x') }), [
      ...['20', '21', '22'].flatMap((number) => ['namespace s3', `function Get${number}x`]),
    ]);
  });

  it('are none for documents that are no policies', () => {
    assert.deepEqual(tokensOf('{ "Statement": 1, "Action": "s3:GetObject" }', 'package.json'), []);
  });

  it('never overlap, whatever the text', () => {
    const roles = [
      'sid',
      'effect',
      'action',
      'resource',
      'principalType',
      'principal',
      'conditionOperator',
      'conditionKey',
      'conditionValue',
    ] as const;
    const text = fc
      .array(fc.constantFrom('arn:', 'aws', ':', '*', '?', '${', '}', '${*}', '/', 'ForAnyValue:', 'x', "'"))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...roles), text, (role, value) => {
        let last = 0;
        for (const { start, end } of stringPieces(role, value, 'StringLike')) {
          assert.ok(start >= last && end > start && end <= value.length, `${role} ${value}`);
          last = end;
        }
      }),
      { seed: 4 },
    );
  });
});

describe('the difference between tokens', () => {
  const apply = (before: readonly number[], { edits }: SemanticTokensDelta): readonly number[] =>
    edits.reduce<readonly number[]>(
      (data, { start, deleteCount, data: put = [] }) => [...data.slice(0, start), ...put, ...data.slice(start + deleteCount)],
      before,
    );

  it('makes the new ones of those before', () => {
    const numbers = fc.array(fc.nat(3), { maxLength: 30 });
    fc.assert(
      fc.property(numbers, numbers, (before, after) => {
        const memory = createTokensMemory();
        const { resultId = '' } = memory.full('a', before);
        const delta = memory.delta('a', resultId, after);
        assert.ok('edits' in delta);
        assert.deepEqual(apply(before, delta), after);
      }),
      { seed: 5 },
    );
  });

  it('is everything where the ones before are gone', () => {
    const memory = createTokensMemory();
    const { resultId = '' } = memory.full('a', [1, 2]);
    assert.deepEqual(memory.delta('b', resultId, [3]), { resultId: '2', data: [3] });
    memory.forget('a');
    assert.deepEqual(memory.delta('a', resultId, [4]), { resultId: '3', data: [4] });
  });
});
