import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import type { IGrammar } from 'vscode-textmate';

import { provideSemanticTokens, tokensLegend } from '../../server/src/service/tokens/semanticTokens';
import { openDocument } from '../support/serviceFixture';

import { loadGrammar, tokenise } from './grammar';

/** What a scope of the grammar stands for, among the types of the server's tokens. */
const typeOfScope: readonly (readonly [scope: string, type: string])[] = [
  ['variable.other.policy-variable.iam', 'variable'],
  ['constant.character.escape.iam', 'macro'],
  ['keyword.operator.wildcard.iam', 'operator'],
  ['keyword.control.', 'keyword'],
  ['storage.type.arn.iam', 'modifier'],
  ['constant.language.partition.iam', 'enumMember'],
  ['constant.language.region.iam', 'enumMember'],
  ['constant.numeric.account.iam', 'number'],
  ['entity.name.type.resource.iam', 'type'],
  ['entity.name.type.principal.iam', 'type'],
  ['entity.name.type.service.iam', 'namespace'],
  ['entity.name.function.action.iam', 'function'],
  ['variable.parameter.condition-key.iam', 'parameter'],
];

interface Coloured {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** Pieces next to each other of one type are one. */
function show(text: string, pieces: readonly Coloured[]): readonly string[] {
  const joined: Coloured[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.end === piece.start && last.type === piece.type) joined[joined.length - 1] = { ...last, end: piece.end };
    else joined.push(piece);
  }
  return joined.map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);
}

function fromGrammar(grammar: IGrammar, text: string): readonly string[] {
  const pieces = tokenise(grammar, text).flatMap(({ start, end, scopes }) => {
    const type = typeOfScope.find(([scope]) => scopes.some((name) => name.startsWith(scope)))?.[1];
    return type === undefined ? [] : [{ start, end, type }];
  });
  return show(text, pieces);
}

function fromServer(text: string): readonly string[] {
  const document = openDocument(text);
  const data = provideSemanticTokens(document);
  const pieces: Coloured[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [deltaLine = 0, delta = 0, length = 0, type = 0] = data.slice(index, index + 5);
    line += deltaLine;
    character = deltaLine === 0 ? character + delta : delta;
    const start = document.textDocument.offsetAt({ line, character });
    pieces.push({ start, end: start + length, type: tokensLegend.tokenTypes[type] ?? '?' });
  }
  return show(text, pieces);
}

/** Elements of a statement, and how many coloured pieces they have at least: agreement on nothing would be none. */
const elements: readonly (readonly [element: string, pieces: number])[] = [
  ['"Effect": "Allow"', 1],
  ['"Effect": "Deny"', 1],
  ['"Effect": "Maybe"', 0],
  ['"Action": "s3:GetObject"', 2],
  ['"Action": "s3:Get*Tag?"', 4],
  ['"Action": "s3:*"', 2],
  ['"Action": "*"', 1],
  ['"Action": "s3:"', 1],
  ['"Action": "s*:Get*"', 4],
  ['"NotAction": ["iam:*", /* no */ "sts:AssumeRole"]', 4],
  ['"Action": "execute-api:Invoke"', 2],
  ['"Action": []', 0],
  ['"Resource": "*"', 1],
  ['"Resource": "arn:aws:s3:::media"', 3],
  ['"Resource": "arn:aws:s3:::media/*"', 4],
  ['"Resource": "arn:aws:s3:::media/${aws:username}/x"', 4],
  ['"Resource": "arn:aws:s3:::media/${aws:PrincipalTag/team, \'none\'}/${*}"', 5],
  ['"Resource": "arn:aws:iam::111122223333:role/path/n?me"', 6],
  ['"Resource": "arn:aws-cn:ec2:cn-north-1:111122223333:instance/*"', 7],
  ['"Resource": "arn:${aws:partition}:lambda:eu-*:${aws:account}:function:f"', 7],
  ['"Resource": "arn:*:sns:*:*:*"', 6],
  ['"NotResource": ["arn:aws:iam::aws:policy/AdministratorAccess", "*"]', 6],
  ['"Resource": "arn:aws:s3"', 0],
  ['"Principal": "*"', 1],
  ['"Principal": { "AWS": "*" }', 2],
  ['"Principal": { "AWS": ["111122223333", "arn:aws:iam::111122223333:root"], "Service": "ec2.amazonaws.com" }', 7],
  ['"NotPrincipal": { "Federated": "cognito-identity.amazonaws.com", "CanonicalUser": "79a5" }', 2],
  ['"Condition": { "StringEquals": { "aws:PrincipalTag/team": "${aws:ResourceTag/team}" } }', 4],
  ['"Condition": { "ForAllValues:StringLikeIfExists": { "aws:TagKeys": ["a", "b"] } }', 4],
  ['"Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }', 9],
  ['"Condition": { "NumericLessThan": { "s3:max-keys": 10 }, "Bool": { "aws:SecureTransport": false } }', 6],
  ['"Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }', 4],
  ['"Sid": "s3:GetObject"', 0],
];

describe('the grammar and the server', () => {
  const grammars: IGrammar[] = [];
  before(async () => {
    for (const scope of ['source.json', 'source.json.comments'] as const) grammars.push(await loadGrammar(scope));
  });

  for (const [element, least] of elements) {
    it(`colour ${element} alike`, () => {
      for (const text of [
        `{ "Version": "2012-10-17", "Statement": [{ ${element} }] }`,
        `{\n  "Version": "2012-10-17",\n  "Statement": {\n    ${element.replace(/([[{:,]) (?!')/g, '$1\n ')},\n    "Sid": "A"\n  }\n}`,
      ]) {
        const expected = fromServer(text);
        assert.ok(expected.length >= least, `${expected.length} pieces: ${expected.join(', ')}`);
        for (const grammar of grammars) assert.deepEqual(fromGrammar(grammar, text), expected);
      }
    });
  }
});
