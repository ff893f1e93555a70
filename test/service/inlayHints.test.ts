import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InlayHint, Range } from 'vscode-languageserver-types';

import { company } from './navigation/company';
import { everything, startFixture } from './navigation/fixture';

function wholeOf(text: string): Range {
  const document = TextDocument.create('', '', 0, text);
  return { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
}

function labelOf({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

/** The text with its hints in angle brackets. */
async function hinted(name: string, text: string, range = wholeOf(text), files = company): Promise<string> {
  const { service, open } = startFixture(everything, files);
  open(name, text);
  const hints = await service.inlayHints(`file:///workspace/${name}`, range);
  const edits = hints.map((hint) => ({ range: { start: hint.position, end: hint.position }, newText: `<${labelOf(hint)}>` }));
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

const cases: readonly (readonly [string, string, string])[] = [
  [
    'a wildcard says how many actions it covers',
    '{ "Statement": { "Action": ["s3:GetObjectT*", "s3:GetObject", "*"]',
    '{ "Statement": { "Action": ["s3:GetObjectT*"<2 actions>, "s3:GetObject", "*"]',
  ],
  [
    'the same wildcard twice on a line says it once',
    '{ "Statement": { "Action": ["iam:*Tags", "iam:*tags"]',
    '{ "Statement": { "Action": ["iam:*Tags"<8 actions>, "iam:*tags"]',
  ],
  [
    'an account as a principal',
    '{ "Statement": [{ "Principal": { "AWS": "444444444444" } }] }',
    '{ "Statement": [{ "Principal": { "AWS": "444444444444"<pipeline> } }] }',
  ],
  [
    'an account in ARNs, once a line',
    '{ "Statement": [{ "Resource": ["arn:aws:iam::444444444444:role/a", "arn:aws:iam::444444444444:role/b",\n"arn:aws:sqs:us-east-1:111111111111:q"] }] }',
    '{ "Statement": [{ "Resource": ["arn:aws:iam::444444444444:role/a"<pipeline>, "arn:aws:iam::444444444444:role/b",\n"arn:aws:sqs:us-east-1:111111111111:q"<company>] }] }',
  ],
  [
    'an OU in a condition',
    '{ "Statement": [{ "Condition": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*" } } }] }',
    '{ "Statement": [{ "Condition": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*"<Data> } } }] }',
  ],
  [
    'nobody is known by another id',
    '{ "Statement": [{ "Resource": "arn:aws:iam::999999999999:role/a", "Sid": "444444444444" }] }',
    '{ "Statement": [{ "Resource": "arn:aws:iam::999999999999:role/a", "Sid": "444444444444" }] }',
  ],
];

describe('inlay hints', () => {
  for (const [name, text, expected] of cases) test(name, async () => assert.equal(await hinted('a.policy.json', text), expected));

  test('stand where an id stands alone, and not beside its name', async () => {
    const accounts = company['org/accounts.jsonc'] ?? '';
    assert.equal(await hinted('org/accounts.jsonc', accounts), accounts.replace('"ou-ab12-22222222"', '"ou-ab12-22222222"<Data>'));
    const manifest = company['org/organization.jsonc'] ?? '';
    assert.equal(await hinted('org/organization.jsonc', manifest), manifest);
    const byId = manifest.replace('"managementAccount": "company"', '"managementAccount": "111111111111"');
    assert.match(await hinted('org/organization.jsonc', byId), /"managementAccount": "111111111111"<company>/);
  });

  test('come for the lines asked about only', async () => {
    const text =
      '{ "Statement": [\n{ "Principal": { "AWS": "444444444444" } },\n{ "Principal": { "AWS": "111111111111" } },\n{ "Action": "s3:Get*" }] }';
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 10 } };
    assert.equal(
      await hinted('a.policy.json', text, { ...range, end: { line: 2, character: 40 } }),
      text.replace('"111111111111"', '"111111111111"<company>'),
    );
  });

  test('are at most 40 characters long, with the whole in the tooltip', async () => {
    const name = 'the account of everybody who has ever worked here';
    const files = {
      ...company,
      'org/accounts.jsonc': `[{ "name": "company", "id": "111111111111" }, { "name": "${name}", "id": "444444444444" }]`,
    };
    const { service, open } = startFixture(everything, files);
    open('a.policy.json', '{ "Statement": [{ "Principal": { "AWS": "444444444444" } }] }');
    const [hint] = await service.inlayHints('file:///workspace/a.policy.json', {
      start: { line: 0, character: 0 },
      end: { line: 1, character: 0 },
    });
    assert.ok(hint !== undefined);
    assert.equal(labelOf(hint).length, 40);
    assert.equal(hint.tooltip, `444444444444 · ${name}`);
  });

  test('are switched off by the setting', async () => {
    const { service, open } = startFixture(everything, company, { inlayHints: { enabled: false } });
    open('a.policy.json', '{ "Statement": [{ "Action": "s3:Get*" }] }');
    assert.deepEqual(
      await service.inlayHints('file:///workspace/a.policy.json', { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }),
      [],
    );
  });

  test('say nothing of other JSON', async () => {
    const text = company['package.json'] ?? '';
    assert.equal(await hinted('package.json', text), text);
  });
});
