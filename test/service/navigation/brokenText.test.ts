import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';

import { company } from './company';
import { startFixture } from './fixture';

const step = 13;

/** What every feature answers about a text that ends early, or lacks a piece in the middle. */
async function askEverything(name: string, text: string, offset: number): Promise<void> {
  const { service, open } = startFixture();
  open(name, text);
  const uri = `file:///workspace/${name}`;
  const document = TextDocument.create('', '', 0, text);
  const position = document.positionAt(offset);
  const range: Range = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
  await service.definition(uri, position);
  await service.references(uri, position, true, () => false);
  await service.prepareRename(uri, position);
  await service.rename(uri, position, 'Other');
  await service.workspaceSymbols('a', () => false);
  for (const places of [
    await service.documentLinks(uri),
    (await service.inlayHints(uri, range)).map((hint) => ({ range: { start: hint.position, end: hint.position } })),
  ]) {
    for (const place of places) {
      const [start, end] = [document.offsetAt(place.range.start), document.offsetAt(place.range.end)];
      assert.ok(start <= end, `${name} at ${String(offset)}`);
      assert.deepEqual(document.positionAt(end), place.range.end);
    }
  }
}

describe('broken text has answers', () => {
  for (const [name, text] of Object.entries(company)) {
    test(name, async () => {
      for (let offset = 0; offset <= text.length; offset += step) {
        await askEverything(name, text.slice(0, offset), offset);
        await askEverything(name, text.slice(0, offset) + text.slice(offset + step), offset);
      }
    });
  }
});
