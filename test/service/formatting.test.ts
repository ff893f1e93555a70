import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';

import { provideFormatting } from '../../server/src/service/formatting';
import { openDocument } from '../support/serviceFixture';

function formatted(text: string, name: string, options = { tabSize: 2, insertSpaces: true }): string {
  const document = openDocument(text, name);
  return TextDocument.applyEdits(document.textDocument, provideFormatting(document, options));
}

const cases: readonly (readonly [title: string, name: string, before: string, after: string])[] = [
  [
    'puts a policy in AWS order',
    'a.scp.json',
    '{"Statement":[],\n"Version":"2012-10-17"}',
    '{\n  "Version": "2012-10-17",\n  "Statement": []\n}',
  ],
  ['leaves a test its own order', 'a.iamtest.jsonc', '{"tests":[],\n"Version":1}', '{\n  "tests": [],\n  "Version": 1\n}'],
  ['leaves documents that are none of our business', 'package.json', '{"b":1,\n"a":2}', '{"b":1,\n"a":2}'],
  ['leaves broken text', 'a.scp.json', '{"Statement":[', '{"Statement":['],
];

describe('the formatter', () => {
  for (const [title, name, before, after] of cases) it(title, () => assert.equal(formatted(before, name), after));

  it('indents as the editor says', () => {
    const text = '{\n  "Version": "a"\n}';
    assert.equal(formatted(text, 'a.scp.json', { tabSize: 4, insertSpaces: true }), '{\n    "Version": "a"\n}');
    assert.equal(formatted(text, 'a.scp.json', { tabSize: 4, insertSpaces: false }), '{\n\t"Version": "a"\n}');
  });
});
