import * as l10n from '@vscode/l10n';
import { CancellationTokenSource, Disposable, TestRunProfileKind, TestRunRequest, tests, workspace } from 'vscode';
import type { CancellationToken, TestController, TestItem, TestRunProfile } from 'vscode';

import { decisionsRequest, testFilesRequest } from '../../../server/src/protocol/decisions';
import type { ChosenTests } from '../../../server/src/protocol/decisions';
import type { Server } from '../client';
import { debounce } from '../debounce';
import { chooseTests } from './chooseTests';
import { ContinuousRuns } from './continuousRuns';
import { detailsOf } from './coverage';
import { ResultMemory } from './resultMemory';
import { findTestFiles, isTestDocument, watchTestFiles } from './testFiles';
import { runTests } from './testRuns';
import { itemsOf, nameOf, TestTree } from './testTree';

/** How long typing rests before the tests of a file are listed again, in ms. */
const rest = 250;

/** Of more files than these the tests are asked for at once. */
const mostAskedOneByOne = 20;

/** The Test Explorer's tests: files first, what is in them when somebody looks. The server starts when it is needed for that. */
export class TestExplorer implements Disposable {
  readonly controller: TestController;
  readonly memory: ResultMemory;
  readonly runProfile: TestRunProfile;
  readonly coverageProfile: TestRunProfile;
  readonly #server: Server;
  readonly #tree: TestTree;
  readonly #continuous = new ContinuousRuns();
  readonly #typing = debounce(rest);
  readonly #edited = new Set<string>();
  readonly #subscriptions: Disposable;
  #started = false;

  constructor(server: Server) {
    this.#server = server;
    this.controller = tests.createTestController('gatehouse.tests', l10n.t('Policy tests'));
    this.#tree = new TestTree(this.controller);
    this.memory = new ResultMemory(server, this.controller);
    this.controller.resolveHandler = (item) => (item === undefined ? this.find() : this.#resolve(item));
    this.controller.refreshHandler = () => this.#refresh();
    this.runProfile = this.#profile(l10n.t('Run'), TestRunProfileKind.Run);
    this.coverageProfile = this.#profile(l10n.t('Run with Coverage'), TestRunProfileKind.Coverage);
    this.coverageProfile.loadDetailedCoverage = (_run, file) => Promise.resolve(detailsOf(file));
    this.#subscriptions = Disposable.from(
      this.controller,
      this.runProfile,
      this.coverageProfile,
      this.#continuous,
      this.#typing,
      server.onDidStart(() => this.#serverStarted()),
      server.onDidChange((reason) => this.#changed(reason !== 'document')),
      watchTestFiles({
        came: (uri) => this.#tree.addFile(uri),
        went: (uri) => this.#tree.removeBelow(uri.toString()),
        edited: (document) => this.#wasEdited(document.uri.toString()),
      }),
    );
  }

  /** Lists the test files, and the tests of those that are open. */
  async find(): Promise<void> {
    const found = await findTestFiles();
    const open = workspace.textDocuments.filter(isTestDocument).map(({ uri }) => uri);
    this.#tree.keepFiles([...found, ...open]);
    for (const uri of open) this.#wasEdited(uri.toString());
  }

  /** The tests of a file, as they are listed now. */
  testsOf(uri: string): readonly TestItem[] {
    return itemsOf(this.#tree.fileItem(uri)?.children ?? []);
  }

  /** Runs the tests on which a policy has a say. True when there are any. */
  async runForPolicy(uri: string): Promise<boolean> {
    const { items } = await this.#server.send(decisionsRequest, { uri });
    const places = items.flatMap(({ test }) => (test === null ? [] : [test]));
    await this.#listAll([...new Set(places.map((place) => nameOf(place.uri)))]);
    const chosen = places.flatMap((place) => this.#tree.testAt(place) ?? []);
    if (chosen.length === 0) return false;
    const source = new CancellationTokenSource();
    await this.#runRequest(new TestRunRequest([...new Set(chosen)], undefined, this.runProfile), source.token, false);
    return true;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #profile(label: string, kind: TestRunProfileKind): TestRunProfile {
    const withCoverage = kind === TestRunProfileKind.Coverage;
    const run = (request: TestRunRequest, token: CancellationToken): Promise<void> => this.#runRequest(request, token, withCoverage);
    return this.controller.createRunProfile(label, kind, run, true, undefined, true);
  }

  async #runRequest(request: TestRunRequest, token: CancellationToken, withCoverage: boolean): Promise<void> {
    const run = async (onlyChanges: boolean): Promise<void> => {
      const chosen = await this.#choose(request);
      await runTests({ request, tests: chosen, withCoverage, onlyChanges }, this.#parts(), token);
      // A text may have changed between an answer and its way to here.
      await this.memory.check();
    };
    if (request.continuous === true) this.#continuous.add(() => run(true), token);
    else await run(false);
  }

  #parts() {
    return { server: this.#server, controller: this.controller, tree: this.#tree, memory: this.memory };
  }

  /** What a request of VS Code means now: files may have come, and tests moved, since it was made. */
  async #choose({ include, exclude }: TestRunRequest): Promise<readonly ChosenTests[]> {
    const rows = include ?? itemsOf(this.controller.items);
    const files = [...new Set(rows.flatMap((item) => this.#tree.filesBelow(item)))];
    await this.#listAll(files.filter((uri) => !this.#tree.isResolved(uri) || this.#edited.delete(uri)));
    const excluded = new Set(exclude ?? []);
    return chooseTests(rows.map((item) => this.#tree.row(item, (one) => excluded.has(one))));
  }

  async #resolve(item: TestItem): Promise<void> {
    const uri = item.uri?.toString();
    if (uri === undefined || this.#tree.fileItem(uri) !== item) return;
    item.busy = true;
    try {
      await this.#list(uri);
    } finally {
      item.busy = false;
    }
  }

  /** Lists the tests of a file as they are now. */
  async #list(uri: string): Promise<void> {
    const { files } = await this.#server.sendOr(testFilesRequest, { uri }, { files: [] });
    for (const file of files) this.#tree.setTests(file);
  }

  /** The same for some files; for many the server is asked once. */
  async #listAll(uris: readonly string[]): Promise<void> {
    if (uris.length <= mostAskedOneByOne) {
      for (const uri of uris) await this.#list(uri);
      return;
    }
    const wanted = new Set(uris);
    const { files } = await this.#server.sendOr(testFilesRequest, {}, { files: [] });
    for (const file of files) if (wanted.has(nameOf(file.uri))) this.#tree.setTests(file);
  }

  async #refresh(): Promise<void> {
    await this.find();
    await this.#listAll(this.#tree.files().filter((uri) => this.#tree.isResolved(uri)));
  }

  /** A file that is open shows its tests in the gutter, so they are listed as they are typed. */
  #wasEdited(uri: string): void {
    this.#edited.add(uri);
    this.#typing.call(() => void this.#listEdited());
  }

  async #listEdited(): Promise<void> {
    const edited = [...this.#edited];
    this.#edited.clear();
    await this.#listAll(edited);
  }

  #changed(mayBeElsewhere: boolean): void {
    void this.memory.check();
    this.#continuous.changed();
    if (!mayBeElsewhere) return;
    // Names of accounts are tags, and an organization that is found mends a file.
    for (const uri of this.#tree.files()) if (this.#tree.isResolved(uri)) this.#wasEdited(uri);
  }

  #serverStarted(): void {
    if (this.#started) {
      this.memory.invalidateAll();
      this.#changed(true);
    }
    this.#started = true;
  }
}

/** Has the Test Explorer as soon as there is a test file; until then there is none, and nothing is started for it. */
export class TestExplorerWhenNeeded implements Disposable {
  readonly #server: Server;
  readonly #waiting: Disposable;
  #explorer: TestExplorer | undefined;

  constructor(server: Server) {
    this.#server = server;
    const begin = (): void => this.#begin();
    this.#waiting = watchTestFiles({ came: begin, went: () => undefined, edited: begin });
    if (workspace.textDocuments.some(isTestDocument)) begin();
    else void this.#look();
  }

  /** Undefined: there is no test file. */
  explorer(): TestExplorer | undefined {
    return this.#explorer;
  }

  dispose(): void {
    this.#waiting.dispose();
    this.#explorer?.dispose();
  }

  async #look(): Promise<void> {
    if ((await findTestFiles(1)).length > 0) this.#begin();
  }

  #begin(): void {
    if (this.#explorer !== undefined) return;
    this.#waiting.dispose();
    this.#explorer = new TestExplorer(this.#server);
    void this.#explorer.find();
  }
}
