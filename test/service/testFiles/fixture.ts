import assert from 'node:assert/strict';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionList, Diagnostic, Position } from 'vscode-languageserver-types';

import { createGlobTest } from '../../../server/src/service/glob';
import { createPolicyLanguageService } from '../../../server/src/service/languageService';
import type { PolicyLanguageService } from '../../../server/src/service/languageService';
import { fullFeatures } from '../../support/completion';
import { splitAtCursor } from '../../support/cursor';
import { readCatalogPart } from '../../support/realCatalog';

import { company } from '../navigation/company';

const folder = 'file:///workspace';

/** A service over files in memory, and a test file that is open in it. */
export interface TestFileFixture {
  readonly service: PolicyLanguageService;
  complete(marked: string, name?: string): Promise<CompletedTest>;
  hover(marked: string, name?: string): Promise<string>;
  diagnose(text: string, name?: string): Promise<readonly Diagnostic[]>;
  /** The text after the quick fix of that title. */
  fix(text: string, title: string, name?: string): Promise<string>;
}

export interface CompletedTest {
  readonly list: CompletionList;
  readonly labels: readonly string[];
  /** The text after choosing, tab stops as written. */
  apply(label: string): string;
  item(label: string): CompletionItem;
}

export interface FixtureOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly besideJsonSupport?: boolean;
  /** Files that can be read and are not of the workspace. */
  readonly outside?: Readonly<Record<string, string>>;
}

/** Starts it; `files` are beside the company's. */
export function startTestFiles({ files: given = company, besideJsonSupport = false, outside = {} }: FixtureOptions = {}): TestFileFixture {
  const files = new Map(Object.entries(given));
  const service = createPolicyLanguageService({
    workspace: {
      readFile: (uri) => Promise.resolve(files.get(uri.slice(folder.length + 1)) ?? outside[uri.slice(folder.length + 1)]),
      listFiles(glob, base = folder) {
        const accept = createGlobTest(glob);
        const uris = [...files.keys()].map((name) => `${folder}/${name}`).filter((uri) => uri.startsWith(`${base}/`));
        return Promise.resolve(uris.filter((uri) => accept(uri.slice(base.length + 1))));
      },
    },
    data: { readPart: (name) => Promise.resolve(readCatalogPart(name)), readTranslations: () => Promise.resolve(undefined) },
    uiLanguage: 'en',
    settings: {},
    besideJsonSupport,
    completion: { ...fullFeatures, defaultRange: false, defaultFormat: false, insertReplace: false },
  });
  const open = (name: string, text: string): TextDocument => {
    const document = TextDocument.create(`${folder}/${name}`, 'jsonc', 1, text);
    service.documentChanged(document);
    return document;
  };
  const at = (name: string, marked: string): { readonly document: TextDocument; readonly position: Position } => {
    const { text, offset } = splitAtCursor(marked);
    const document = open(name, text);
    return { document, position: document.positionAt(offset) };
  };
  return {
    service,
    async complete(marked, name = 'org/tests/a.iamtest.jsonc') {
      const { document, position } = at(name, marked);
      const list = (await service.completion(document.uri, position)) ?? { isIncomplete: false, items: [] };
      const sorted = [...list.items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
      const item = (label: string): CompletionItem => {
        const found = sorted.find((each) => each.label === label);
        assert.ok(
          found,
          `${label} is not among ${sorted
            .slice(0, 30)
            .map((each) => each.label)
            .join(', ')}`,
        );
        return found;
      };
      return {
        list,
        labels: sorted.map(({ label }) => label),
        item,
        apply(label) {
          const { textEdit, additionalTextEdits = [] } = item(label);
          assert.ok(textEdit !== undefined && 'range' in textEdit);
          return TextDocument.applyEdits(document, [...additionalTextEdits, textEdit]);
        },
      };
    },
    async hover(marked, name = 'org/tests/a.iamtest.jsonc') {
      const { document, position } = at(name, marked);
      const contents = (await service.hover(document.uri, position))?.contents;
      return typeof contents === 'object' && 'value' in contents ? contents.value : '';
    },
    diagnose: (text, name = 'org/tests/a.iamtest.jsonc') => service.diagnostics(open(name, text).uri),
    async fix(text, title, name = 'org/tests/a.iamtest.jsonc') {
      const document = open(name, text);
      const fixes = await service.quickFixes(document.uri, await service.diagnostics(document.uri));
      const fix = fixes.find((each) => each.title === title);
      assert.ok(fix, `${title} is not among ${fixes.map((each) => each.title).join(', ')}`);
      return TextDocument.applyEdits(document, [...(fix.edit?.changes?.[document.uri] ?? [])]);
    },
  };
}
