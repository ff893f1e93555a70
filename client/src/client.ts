import { EventEmitter, extensions, Uri, workspace } from 'vscode';
import type { CancellationToken, Disposable, Event, ExtensionContext, FileSystemWatcher, LogOutputChannel } from 'vscode';
import { RevealOutputChannelOn, State } from 'vscode-languageclient';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

import { testResultsNotification } from '../../server/src/protocol/decisions';
import type { TestResult } from '../../server/src/protocol/decisions';
import { importProgressNotification, policiesChangedNotification } from '../../server/src/protocol/requests';
import type { InitializationOptions, Notification, Request } from '../../server/src/protocol/requests';
import { watchedGlob } from '../../server/src/protocol/watchedFiles';
import { isSkipped } from '../../server/src/protocol/skippedFolders';
import { createCrashHandler } from './crashHandler';
import type { CrashHandler } from './crashHandler';
import { isRelevant } from './relevantDocuments';
import { listen, notify, send } from './requests';
import { overlayUri } from './serviceData';
import { editorLanguage } from './texts';
import { answerFileRequests } from './workspaceFiles';

/** A language client and, on the desktop, the process behind it. */
export interface RunningClient {
  readonly client: BaseLanguageClient;
  pid(): number | undefined;
}

/** Makes the client of this host: a process over IPC on the desktop, a worker on the web. */
export type CreateClient = (options: LanguageClientOptions) => RunningClient;

/** How far an import from AWS is; no total: nobody knows yet. */
export interface ImportProgress {
  readonly done: number;
  readonly total: number | null;
  readonly text: string;
}

/** Results of a run of tests that is going on. */
export interface RunningResults {
  readonly run: number;
  readonly results: readonly TestResult[];
}

/** Why answers that are on the screen may be out of date. */
export type ChangeReason = 'document' | 'organization' | 'settings';

/** A client that is still down this long after its server ended has not managed to restart it. */
const restartPatience = 1000;

/** Schemes whose documents a person edits or reads as files; a version-control diff's left side is not among them. */
const schemes = ['file', 'untitled', 'gatehouse', 'vscode-vfs', 'vscode-remote', 'vscode-userdata'];

/** The language server as the rest of the client sees it: started when somebody needs it, back after a crash. */
export class Server implements Disposable {
  readonly #context: ExtensionContext;
  readonly #createClient: CreateClient;
  readonly #output: LogOutputChannel;
  readonly #started = new EventEmitter<void>();
  readonly #changed = new EventEmitter<ChangeReason>();
  readonly #imported = new EventEmitter<ImportProgress>();
  readonly #results = new EventEmitter<RunningResults>();
  #crashes = createCrashHandler();
  #running: RunningClient | undefined;
  #starting: Promise<void> | undefined;
  #watchers: readonly FileSystemWatcher[] = [];

  constructor(context: ExtensionContext, createClient: CreateClient, output: LogOutputChannel) {
    this.#context = context;
    this.#createClient = createClient;
    this.#output = output;
  }

  /** Fires each time the server is ready, after a crash as well: what it was told before, it has forgotten. */
  get onDidStart(): Event<void> {
    return this.#started.event;
  }

  /** Fires when policies, organization or settings changed, so that what is on the screen may be stale. */
  get onDidChange(): Event<ChangeReason> {
    return this.#changed.event;
  }

  /** Fires while an organization is read from AWS. */
  get onImportProgress(): Event<ImportProgress> {
    return this.#imported.event;
  }

  /** Fires while tests are run. */
  get onTestResults(): Event<RunningResults> {
    return this.#results.event;
  }

  /** True from the first time somebody needed the server. */
  isWanted(): boolean {
    return this.#starting !== undefined;
  }

  isRunning(): boolean {
    return this.#running?.client.isRunning() ?? false;
  }

  pid(): number | undefined {
    return this.isRunning() ? this.#running?.pid() : undefined;
  }

  /** Resolves as soon as the server answers; does not start it. */
  whenReady(): Promise<void> {
    if (this.isRunning()) return Promise.resolve();
    return new Promise((resolve) => {
      const subscription = this.onDidStart(() => {
        subscription.dispose();
        resolve();
      });
    });
  }

  start(): Promise<void> {
    this.#starting ??= this.#launch();
    return this.#starting;
  }

  /** Starts the server for somebody who does not wait; why it would not start the output tells, and the client says so once. */
  wake(): void {
    this.start().catch((error: unknown) => this.#output.error(`Starting the language server: ${String(error)}`));
  }

  /** Ends the server and starts a new one, also after it gave up. */
  async restart(): Promise<void> {
    this.#crashes = createCrashHandler();
    await this.#replace();
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#starting = undefined;
    if (running === undefined) return;
    try {
      await running.client.dispose();
    } catch (error) {
      this.#output.warn(`Stopping the language server: ${String(error)}`);
    }
  }

  /** Asks the server, starting it if need be. */
  async send<Params, Result>(request: Request<Params, Result>, params: Params, token?: CancellationToken): Promise<Result> {
    return send(await this.#client(), request, params, token);
  }

  /** Asks for what can be done without: what goes wrong is written down, and the answer is the one for nothing known. */
  async sendOr<Params, Result>(
    request: Request<Params, Result>,
    params: Params,
    otherwise: Result,
    token?: CancellationToken,
  ): Promise<Result> {
    try {
      return await this.send(request, params, token);
    } catch (error) {
      if (token?.isCancellationRequested !== true) this.#output.warn(`${request.method}: ${String(error)}`);
      return otherwise;
    }
  }

  /** Tells a running server; one that is not running will be told by whoever listens to `onDidStart`. */
  async notify<Params>(notification: Notification<Params>, params: Params): Promise<void> {
    if (this.isRunning()) await notify(await this.#client(), notification, params);
  }

  dispose(): void {
    void this.stop();
    for (const watcher of this.#watchers) watcher.dispose();
    this.#started.dispose();
    this.#changed.dispose();
    this.#imported.dispose();
    this.#results.dispose();
  }

  async #client(): Promise<BaseLanguageClient> {
    await this.start();
    if (this.#running === undefined) throw new Error('the language server was stopped');
    return this.#running.client;
  }

  /** The library's client may stay down when its server dies while it starts; then another one takes its place. */
  #watchStopped(running: RunningClient): void {
    setTimeout(() => {
      const isDown = this.#running === running && running.client.state === State.Stopped;
      if (!isDown || this.#crashes.gaveUp()) return;
      this.#output.warn('The language server did not come back; starting another one.');
      void this.#crashes.closed();
      this.#replace().catch((error: unknown) => this.#output.error(`Starting the language server: ${String(error)}`));
    }, restartPatience);
  }

  async #replace(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #launch(): Promise<void> {
    // Of a folder that goes only the folder is told, not the files that were in it.
    if (this.#watchers.length === 0)
      this.#watchers = [workspace.createFileSystemWatcher(watchedGlob), workspace.createFileSystemWatcher('**', true, true, false)];
    const running = this.#createClient(clientOptions(this.#context, this.#output, this.#watchers, this.#crashes));
    const { client } = running;
    this.#running = running;
    answerFileRequests(client);
    listen(client, policiesChangedNotification, ({ reason }) => this.#changed.fire(reason));
    listen(client, importProgressNotification, (progress) => this.#imported.fire(progress));
    listen(client, testResultsNotification, (results) => this.#results.fire(results));
    client.onDidChangeState(({ newState }) => {
      if (this.#running !== running) return;
      if (newState === State.Running) this.#started.fire();
      if (newState === State.Stopped) this.#watchStopped(running);
    });
    await client.start();
  }
}

function clientOptions(
  context: ExtensionContext,
  output: LogOutputChannel,
  watchers: readonly FileSystemWatcher[],
  crashes: CrashHandler,
): LanguageClientOptions {
  return {
    errorHandler: crashes,
    documentSelector: documentSelector(),
    initializationOptions: () => initializationOptions(context),
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    synchronize: { configurationSection: 'gatehouse', fileEvents: [...watchers] },
    markdown: { isTrusted: { enabledCommands: ['gatehouse.revealLocation', 'gatehouse.openVirtualDocument'] }, supportHtml: false },
    middleware: {
      workspace: {
        didChangeWatchedFile: (event, next) => (isSkipped(event.uri) || isOtherFile(event.uri) ? Promise.resolve() : next(event)),
      },
    },
  };
}

/** A file that went and was never watched; what has no extension may have been a folder. */
function isOtherFile(uri: string): boolean {
  const name = uri.split('/').at(-1) ?? '';
  return /\.[a-z0-9]+$/i.test(name) && !/\.(?:jsonc?|jsonl|tfstate|ya?ml|template)$/i.test(name);
}

function documentSelector(): { language: string; scheme: string }[] {
  const own = workspace.workspaceFolders?.map((folder) => folder.uri.scheme) ?? [];
  const open = workspace.textDocuments.filter((document) => document.uri.scheme !== 'git' && isRelevant(document));
  const all = new Set([...schemes, ...own, ...open.map((document) => document.uri.scheme)]);
  return [...all].flatMap((scheme) => ['json', 'jsonc'].map((language) => ({ language, scheme })));
}

function initializationOptions(context: ExtensionContext): InitializationOptions {
  const { extensionUri } = context;
  const settings: unknown = workspace.getConfiguration().get('gatehouse');
  return {
    dataUri: Uri.joinPath(extensionUri, 'server', 'data', 'catalog').toString(),
    l10nUri: Uri.joinPath(extensionUri, 'l10n').toString(),
    uiLanguage: editorLanguage(),
    settings,
    besideJsonSupport: extensions.getExtension('vscode.json-language-features') !== undefined,
    virtualDocuments: true,
    overlayUri: overlayUri(context).toString(),
  };
}
