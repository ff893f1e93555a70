import assert from 'node:assert/strict';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionList, Range } from 'vscode-languageserver-types';

import type { Catalog } from '../../server/src/core/catalog/catalog';
import type { CompletionFeatures } from '../../server/src/service/completion/features';
import { provideCompletion } from '../../server/src/service/completion/provideCompletion';
import type { OrganizationNames } from '../../server/src/service/organizationIndex';

import { splitAtCursor } from './cursor';
import { contextFor, noNames, openDocument } from './serviceFixture';

/** What VS Code can do. */
export const fullFeatures: CompletionFeatures = {
  snippets: true,
  insertReplace: true,
  labelDetails: true,
  defaultRange: true,
  defaultFormat: true,
  retriggers: true,
};

export interface Completion {
  /** What VS Code would show, in its order: what it filters away is not in it. */
  readonly labels: readonly string[];
  readonly list: CompletionList;
  item(label: string): CompletionItem;
  /** The text after choosing an item, with its snippet's tab stops as written. */
  apply(label: string, mode?: 'insert' | 'replace'): string;
}

export interface CompletionOptions {
  readonly name?: string;
  readonly names?: OrganizationNames;
  readonly features?: CompletionFeatures;
  readonly catalog?: Catalog;
}

interface Edit {
  readonly insert: Range;
  readonly replace: Range;
  readonly newText: string;
}

/** Asks for completion at the `|` of a text, and does with the answer what VS Code does with it. */
export function complete(marked: string, options: CompletionOptions = {}): Completion {
  const { text, offset } = splitAtCursor(marked);
  const document = openDocument(text, options.name);
  const context = contextFor({}, options.catalog);
  const list = provideCompletion(document, offset, context, options.names ?? noNames, options.features ?? fullFeatures);
  const { textDocument } = document;
  const shown = list.items.filter((item) => survives(item, textBefore(textDocument, editOf(item, list).replace, offset)));
  const sorted = [...shown].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  const item = (label: string): CompletionItem => {
    const found = sorted.find((candidate) => candidate.label === label);
    assert.ok(
      found,
      `${label} is not among ${sorted
        .map((each) => each.label)
        .slice(0, 20)
        .join(', ')}`,
    );
    return found;
  };
  return {
    list,
    labels: sorted.map(({ label }) => label),
    item,
    apply(label, mode = 'insert') {
      const chosen = item(label);
      const edit = editOf(chosen, list);
      const range = edit[mode];
      assert.equal(range.start.line, range.end.line, 'the edit must stay on one line');
      const start = textDocument.offsetAt(range.start);
      const end = textDocument.offsetAt(range.end);
      assert.ok(start <= offset && offset <= end, 'the edit must surround the cursor');
      const others = chosen.additionalTextEdits ?? [];
      for (const other of others) assert.ok(textDocument.offsetAt(other.range.end) <= start, 'edits must not overlap');
      return TextDocument.applyEdits(textDocument, [...others, { range, newText: edit.newText }]);
    },
  };
}

/** What an item writes where; what the list says for all of its items counts too. */
function editOf(item: CompletionItem, list: CompletionList): Edit {
  const edit = item.textEdit;
  if (edit !== undefined) {
    return 'range' in edit ? { insert: edit.range, replace: edit.range, newText: edit.newText } : edit;
  }
  const range = list.itemDefaults?.editRange;
  assert.ok(range !== undefined, 'an item without a range');
  const newText = item.textEditText ?? item.label;
  return 'insert' in range ? { ...range, newText } : { insert: range, replace: range, newText };
}

function textBefore(textDocument: TextDocument, range: Range, offset: number): string {
  return textDocument.getText().slice(textDocument.offsetAt(range.start), offset);
}

/**
 * Whether VS Code keeps an item: every letter from the start of its range to the cursor must occur in its filter text, in this order, case
 * ignored, and the first of them at the start of a word.
 */
function survives({ filterText, label }: CompletionItem, typed: string): boolean {
  const word = typed.trimStart().toLowerCase();
  const text = filterText ?? label;
  if (word === '') return true;
  const lower = text.toLowerCase();
  const starts = [...lower].flatMap((letter, index) => (letter === word.charAt(0) && isWordStart(text, index) ? [index] : []));
  return starts.some((start) => {
    let at = start;
    for (const letter of word) {
      at = lower.indexOf(letter, at) + 1;
      if (at === 0) return false;
    }
    return true;
  });
}

function isWordStart(text: string, index: number): boolean {
  const before = text.charAt(index - 1);
  return index === 0 || !/[A-Za-z0-9]/.test(before) || /[A-Z]/.test(text.charAt(index));
}
