import { TestTag, Uri, workspace } from 'vscode';
import type { TestController, TestItem } from 'vscode';

import type { TestFileItem, TestItem as ListedTest } from '../../../server/src/protocol/decisions';
import type { Location as PlainLocation } from '../../../server/src/protocol/requests';
import { toRange } from '../locations';
import type { Row } from './chooseTests';
import { matchTests } from './matchTests';
import type { KnownTest } from './matchTests';
import { placeOfFile } from './testFolders';

/** A test file as the tree has it. */
interface KnownFile {
  readonly item: TestItem;
  readonly folder: TestItem;
  /** Undefined: nobody asked for its tests yet. */
  tests: readonly KnownTest[] | undefined;
  /** The items of its cases by what they ask, for results. */
  cases: ReadonlyMap<string, readonly { readonly id: string; readonly item: TestItem }[]>;
}

/** The rows of the Test Explorer: folders, test files, tests and their cases. Whatever changes is changed in place. */
export class TestTree {
  readonly #controller: TestController;
  readonly #files = new Map<string, KnownFile>();
  readonly #rows = new WeakMap<TestItem, { readonly file: string | undefined; readonly id: string | undefined }>();
  readonly #tags = new Map<string, TestTag>();

  constructor(controller: TestController) {
    this.#controller = controller;
  }

  files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** The item of a test file. */
  fileItem(uri: string): TestItem | undefined {
    return this.#files.get(uri)?.item;
  }

  /** Whether somebody asked for the tests of a file. */
  isResolved(uri: string): boolean {
    return this.#files.get(uri)?.tests !== undefined;
  }

  addFile(uri: Uri): void {
    const name = uri.toString();
    if (this.#files.has(name)) return;
    const folders = (workspace.workspaceFolders ?? []).map((one) => ({ uri: one.uri.toString(), name: one.name }));
    const place = placeOfFile(name, folders);
    const folder = this.#folder(place.folder, place.folderLabel);
    const item = this.#controller.createTestItem(name, place.label, uri);
    item.canResolveChildren = true;
    this.#rows.set(item, { file: name, id: undefined });
    folder.children.add(item);
    this.#files.set(name, { item, folder, tests: undefined, cases: new Map() });
  }

  /** These files, and no others. */
  keepFiles(uris: readonly Uri[]): void {
    const kept = new Set(uris.map((uri) => uri.toString()));
    for (const uri of this.files()) if (!kept.has(uri)) this.#removeFile(uri);
    for (const uri of uris) this.addFile(uri);
  }

  /** A file went, or a folder with all that was in it. */
  removeBelow(uri: string): void {
    for (const file of this.files()) if (file === uri || file.startsWith(`${uri}/`)) this.#removeFile(file);
  }

  /** Shows the tests of a file as they are now. */
  setTests({ uri, problem, tests }: TestFileItem): void {
    const known = this.#files.get(nameOf(uri));
    if (known === undefined) return;
    known.item.error = problem ?? undefined;
    known.tests = matchTests(known.tests ?? [], tests);
    const cases = new Map<string, { readonly id: string; readonly item: TestItem }[]>();
    this.#show(known.item, known.tests, tests, (test, item) =>
      cases.set(test.key, [...(cases.get(test.key) ?? []), { id: test.id, item }]),
    );
    known.cases = cases;
  }

  /** The item of a case; undefined when it is another by now, or gone. `id` tells apart those that ask the same. */
  caseItem(uri: string, id: string, key: string): TestItem | undefined {
    const known = this.#files.get(nameOf(uri));
    if (id === '') return known?.item;
    const same = known?.cases.get(key) ?? [];
    return (same.find((one) => one.id === id) ?? same[0])?.item;
  }

  /** The test that begins at a place of its file. */
  testAt({ uri, range }: PlainLocation): TestItem | undefined {
    const { line, character } = range.start;
    const all = itemsOf(this.#files.get(nameOf(uri))?.item.children ?? none);
    return all.find((item) => item.range?.start.line === line && item.range.start.character === character);
  }

  /** An item with what is below it, as it is chosen from; without those that are left out. */
  row(item: TestItem, isLeftOut: (item: TestItem) => boolean): Row {
    const { file, id } = this.#rows.get(item) ?? { file: undefined, id: undefined };
    return { file, id, isLeftOut: isLeftOut(item), children: itemsOf(item.children).map((child) => this.row(child, isLeftOut)) };
  }

  /** The test files at and below a row. */
  filesBelow(item: TestItem): readonly string[] {
    const { file } = this.#rows.get(item) ?? { file: undefined };
    return file === undefined ? itemsOf(item.children).flatMap((child) => this.filesBelow(child)) : [file];
  }

  #removeFile(uri: string): void {
    const known = this.#files.get(uri);
    if (known === undefined) return;
    this.#files.delete(uri);
    known.folder.children.delete(known.item.id);
    if (known.folder.children.size === 0) this.#controller.items.delete(known.folder.id);
  }

  #folder(uri: string, label: string): TestItem {
    const id = `folder:${uri}`;
    const known = this.#controller.items.get(id);
    if (known !== undefined) return known;
    const item = this.#controller.createTestItem(id, label, Uri.parse(uri, true));
    this.#controller.items.add(item);
    return item;
  }

  #show(
    parent: TestItem,
    known: readonly KnownTest[],
    tests: readonly ListedTest[],
    addCase: (test: ListedTest, item: TestItem) => void,
  ): void {
    const kept = new Set(known.map(({ itemId }) => itemId));
    for (const { id } of itemsOf(parent.children)) if (!kept.has(id)) parent.children.delete(id);
    known.forEach(({ itemId, children }, at) => {
      const test = tests[at];
      if (test === undefined) return;
      const item = parent.children.get(itemId) ?? this.#controller.createTestItem(itemId, test.label, parent.uri);
      item.label = test.label;
      item.description = test.description;
      item.range = toRange(test.range);
      item.sortText = String(at).padStart(6, '0');
      item.tags = test.tags.map((tag) => this.#tag(tag));
      this.#rows.set(item, { file: parent.uri?.toString(), id: test.id });
      if (test.children.length === 0) addCase(test, item);
      this.#show(item, children, test.children, addCase);
      if (item.parent === undefined) parent.children.add(item);
    });
  }

  #tag(id: string): TestTag {
    const known = this.#tags.get(id) ?? new TestTag(id);
    this.#tags.set(id, known);
    return known;
  }
}

/** Server and VS Code escape more or less of a URI. */
export function nameOf(uri: string): string {
  return Uri.parse(uri, true).toString();
}

const none: readonly (readonly [string, TestItem])[] = [];

/** The items of a collection, in no order. */
export function itemsOf(collection: Iterable<readonly [string, TestItem]>): readonly TestItem[] {
  return [...collection].map(([, item]) => item);
}
