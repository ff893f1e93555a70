import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';

import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  MessageConnection,
  Position,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';

import { startServer } from '../../server/src/lsp/server';
import { listFilesRequest, readFileRequest } from '../../server/src/protocol/requests';
import type { Notification, Request } from '../../server/src/protocol/requests';
import { createGlobTest } from '../../server/src/service/glob';

import { readCatalogPart } from './realCatalog';
import { inRoot } from './root';

/** How the client of a pair is. */
export interface PairOptions {
  /** Where the workspace is; left out: `file:///workspace`. */
  readonly workspaceUri?: string;
  /** Files of the workspace, by name relative to it. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: unknown;
  readonly uiLanguage?: string;
  readonly besideJsonSupport?: boolean;
  /** File of the workspace that holds newer service data. */
  readonly overlayName?: string;
  /** Folders below it that are open instead of it. */
  readonly folders?: readonly string[];
  /** Settings by the URI of the folder that they are asked for; left out: the client has none. */
  readonly configuration?: (scopeUri: string | undefined) => unknown;
  /** Left out: a client that pulls diagnostics and refreshes, as VS Code does. */
  readonly capabilities?: ClientCapabilities;
}

/** The codes of a file's findings, and the name of the answer. */
export interface FileFindings {
  readonly resultId: string | undefined;
  readonly codes: readonly unknown[];
}

/** A client and the whole server in one process, with the real catalog, over streams in memory. */
export interface Pair {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** URI of a file of the workspace. */
  uri(name: string): string;
  open(name: string, text: string): Promise<void>;
  /** Replaces the whole text of an open document. */
  change(name: string, text: string): Promise<void>;
  closeDocument(name: string): Promise<void>;
  /** Writes a file and tells the server so, as a file watcher does; undefined removes it. */
  write(name: string, text: string | undefined): Promise<void>;
  /** Removes a folder with all that is in it, and tells the server of the folder alone, as a file watcher does. */
  removeFolder(name: string): Promise<void>;
  complete(name: string, position: Position): Promise<readonly CompletionItem[]>;
  hover(name: string, position: Position): Promise<Hover | null>;
  diagnostics(name: string): Promise<readonly Diagnostic[]>;
  /** Of the files that are not open, by name, as far as they are others than those of the ids given. */
  allDiagnostics(previous?: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, FileFindings>>;
  quickFixes(name: string, diagnostic: Diagnostic): Promise<readonly CodeAction[]>;
  lenses(name: string): Promise<readonly CodeLens[]>;
  send<Params, Result>(request: Request<Params, Result>, params: Params): Promise<Result>;
  notify<Params>(notification: Notification<Params>, params: Params): Promise<void>;
  /** Resolves with the next notification or request of that method that the server sends. */
  next(method: string): Promise<unknown>;
  close(): Promise<void>;
}

const usualWorkspace = 'file:///workspace';

const likeVsCode: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: false },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown'] },
  },
  workspace: { diagnostics: { refreshSupport: true }, codeLens: { refreshSupport: true }, workspaceFolders: true },
};

/** Starts both ends and initializes. Close the pair at the end of the test. */
export async function startPair(options: PairOptions = {}): Promise<Pair> {
  const { workspaceUri = usualWorkspace } = options;
  const files = new Map(Object.entries(options.files ?? {}).map(([name, text]) => [`${workspaceUri}/${name}`, text]));
  const connection = connect();
  const waiting = answerServer(connection, files, options.configuration);
  const initialized = await connection.sendRequest<InitializeResult>('initialize', initializeParams(options));
  await connection.sendNotification('initialized', {});
  return createPair(connection, initialized, files, waiting, workspaceUri);
}

function connect(): MessageConnection {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, {
    createData: () => ({
      readPart: (name) => Promise.resolve(readCatalogPart(name)),
      readTranslations: (language) => Promise.resolve(readTranslations(language)),
    }),
    createWorkspace: (folders, fallback) => ({
      ...fallback,
      listFiles: async (glob, base) =>
        (await Promise.all((base === undefined ? folders() : [base]).map((folder) => fallback.listFiles(glob, folder)))).flat(),
    }),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  return createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
}

function readTranslations(language: string): unknown {
  return language === 'en' ? undefined : JSON.parse(readFileSync(inRoot(`l10n/bundle.l10n.${language}.json`), 'utf8'));
}

type Waiting = Map<string, ((params: unknown) => void)[]>;

function answerServer(
  connection: MessageConnection,
  files: ReadonlyMap<string, string>,
  configuration: PairOptions['configuration'] = () => null,
): Waiting {
  const waiting: Waiting = new Map();
  const seen = (method: string, params: unknown): void => {
    const resolvers = waiting.get(method) ?? [];
    waiting.delete(method);
    for (const resolve of resolvers) resolve(params);
  };
  connection.onRequest(readFileRequest.method, ({ uri }: { uri: string }) => {
    const text = files.get(uri);
    return text === undefined ? null : { text };
  });
  connection.onRequest(listFilesRequest.method, ({ glob, base = usualWorkspace }: { glob: string; base?: string }) => {
    const accept = createGlobTest(glob);
    return [...files.keys()].filter((uri) => uri.startsWith(`${base}/`) && accept(uri.slice(base.length + 1)));
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { scopeUri?: string }[] }) =>
    items.map(({ scopeUri }) => configuration(scopeUri)),
  );
  connection.onRequest((method, params) => {
    seen(method, params);
    return null;
  });
  connection.onNotification((method, params) => seen(method, params));
  connection.listen();
  return waiting;
}

function initializeParams(options: PairOptions): unknown {
  const {
    settings = {},
    uiLanguage = 'en',
    besideJsonSupport = true,
    capabilities = likeVsCode,
    overlayName,
    folders = [''],
    workspaceUri = usualWorkspace,
  } = options;
  return {
    processId: null,
    rootUri: workspaceUri,
    workspaceFolders: folders.map((name) => ({ uri: name === '' ? workspaceUri : `${workspaceUri}/${name}`, name })),
    capabilities,
    initializationOptions: {
      dataUri: '',
      l10nUri: '',
      uiLanguage,
      settings,
      besideJsonSupport,
      ...(overlayName === undefined ? {} : { overlayUri: `${workspaceUri}/${overlayName}` }),
    },
  };
}

function createPair(
  connection: MessageConnection,
  initialized: InitializeResult,
  files: Map<string, string>,
  waiting: Waiting,
  workspaceUri: string,
): Pair {
  const versions = new Map<string, number>();
  const uriOf = (name: string): string => `${workspaceUri}/${name}`;
  const at = (name: string): { readonly textDocument: { readonly uri: string } } => ({ textDocument: { uri: uriOf(name) } });
  return {
    connection,
    initialized,
    uri: uriOf,
    async open(name, text) {
      versions.set(name, 1);
      const textDocument = { uri: uriOf(name), languageId: name.endsWith('c') ? 'jsonc' : 'json', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    async change(name, text) {
      const version = (versions.get(name) ?? 0) + 1;
      versions.set(name, version);
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(name), version },
        contentChanges: [{ text }],
      });
    },
    closeDocument: (name) => connection.sendNotification('textDocument/didClose', at(name)),
    async write(name, text) {
      const type = text === undefined ? 3 : files.has(uriOf(name)) ? 2 : 1;
      if (text === undefined) files.delete(uriOf(name));
      else files.set(uriOf(name), text);
      await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });
    },
    async removeFolder(name) {
      for (const uri of [...files.keys()]) if (uri.startsWith(`${uriOf(name)}/`)) files.delete(uri);
      await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type: 3 }] });
    },
    async complete(name, position) {
      const answer = await connection.sendRequest<CompletionList | readonly CompletionItem[] | null>('textDocument/completion', {
        ...at(name),
        position,
      });
      if (answer === null) return [];
      return 'items' in answer ? answer.items : answer;
    },
    hover: (name, position) => connection.sendRequest('textDocument/hover', { ...at(name), position }),
    async allDiagnostics(previous = new Map()) {
      const previousResultIds = [...previous].map(([name, value]) => ({ uri: uriOf(name), value }));
      const { items } = await connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
      return new Map(items.map((item) => [item.uri.slice(workspaceUri.length + 1), { resultId: item.resultId, codes: codesOf(item) }]));
    },
    async diagnostics(name) {
      const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', at(name));
      return report.kind === 'full' ? report.items : [];
    },
    async quickFixes(name, diagnostic) {
      const params = { ...at(name), range: diagnostic.range, context: { diagnostics: [diagnostic] } };
      return (await connection.sendRequest<readonly CodeAction[] | null>('textDocument/codeAction', params)) ?? [];
    },
    lenses: async (name) => (await connection.sendRequest<readonly CodeLens[] | null>('textDocument/codeLens', at(name))) ?? [],
    send: ({ method }, params) => connection.sendRequest(method, params),
    notify: ({ method }, params) => connection.sendNotification(method, params),
    next: (method) => new Promise((resolve) => waiting.set(method, [...(waiting.get(method) ?? []), resolve])),
    async close() {
      await connection.sendRequest('shutdown');
      connection.dispose();
    },
  };
}

function codesOf(report: WorkspaceDocumentDiagnosticReport): readonly unknown[] {
  return report.kind === 'full' ? report.items.map(({ code }) => code) : ['unchanged'];
}
