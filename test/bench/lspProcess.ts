import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeParams,
  Position,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';

import { inRoot } from '../support/root';

/** A language server as somebody's editor would start it. */
export interface ServerCommand {
  readonly name: string;
  readonly words: readonly string[];
  readonly initializationOptions?: unknown;
}

/** Our bundled server over stdio. */
export const gatehouseServer: ServerCommand = {
  name: 'Gatehouse',
  words: [inRoot('dist/node/server.js'), '--stdio'],
  initializationOptions: {
    dataUri: pathToFileURL(inRoot('server/data/catalog')).toString(),
    l10nUri: pathToFileURL(inRoot('l10n')).toString(),
    uiLanguage: 'en',
    settings: {},
    besideJsonSupport: true,
  },
};

/** The peer: VS Code's JSON language server as npm has it. */
export const jsonServer: ServerCommand = {
  name: 'vscode-json-languageserver',
  words: [inRoot('node_modules/vscode-json-languageserver/bin/vscode-json-languageserver'), '--stdio'],
  initializationOptions: { provideFormatter: true },
};

/** A running server with one document open. */
export interface Session {
  /** Milliseconds from the start of the process to the answer to `initialize`. */
  readonly initialized: number;
  /** Milliseconds from the start of the process to now. */
  sinceStart(): number;
  /** Labels, at a position of the document. */
  complete(position: Position): Promise<readonly CompletionItem[]>;
  hover(position: Position): Promise<unknown>;
  /** Findings of the open document. */
  diagnostics(): Promise<readonly Diagnostic[]>;
  /** The diagnostics that the server sends by itself; `atOnce`: the JSON server is told to. */
  pushedDiagnostics(atOnce: boolean): Promise<unknown>;
  /** Findings of every file of the folder that is not open, file by file as they come. */
  allDiagnostics(found: (findings: number) => void): Promise<void>;
  /** Types a text at a position. */
  type(position: Position, text: string): Promise<void>;
  /** Titles of the lenses of the open document. */
  lenses(): Promise<readonly string[]>;
  notify(method: string, params: object): Promise<void>;
  /** Resident memory of the server in megabytes. */
  memory(): number;
  close(): Promise<void>;
}

/** Starts a server, initializes it with a folder or none, and opens a document in it. */
export async function openSession(
  { words, initializationOptions }: ServerCommand,
  text: string,
  folder?: string,
  name = 'policy.json',
): Promise<Session> {
  const started = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('workspace/codeLens/refresh', () => null);
  connection.onRequest('workspace/inlayHint/refresh', () => null);
  const pushed = new Promise((resolve) => connection.onNotification('textDocument/publishDiagnostics', resolve));
  connection.listen();
  const uri = `${folder ?? 'file:///bench'}/${name}`;
  const textDocument = { uri };
  await connection.sendRequest('initialize', initializeParams(initializationOptions, folder));
  const initialized = performance.now() - started;
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text } });
  let version = 1;
  return {
    initialized,
    sinceStart: () => performance.now() - started,
    async complete(position) {
      const answer = await connection.sendRequest<CompletionList | readonly CompletionItem[] | null>('textDocument/completion', {
        textDocument,
        position,
      });
      if (answer === null) return [];
      return 'items' in answer ? answer.items : answer;
    },
    hover: (position) => connection.sendRequest('textDocument/hover', { textDocument, position }),
    async diagnostics() {
      const answer = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
      return answer.kind === 'full' ? answer.items : [];
    },
    async pushedDiagnostics(atOnce) {
      if (atOnce) await connection.sendRequest('json/validate', uri);
      return pushed;
    },
    async allDiagnostics(found) {
      const listening = connection.onNotification('$/progress', ({ value }: { value: WorkspaceDiagnosticReport }) => {
        for (const file of value.items) if (file.kind === 'full') found(file.items.length);
      });
      await connection.sendRequest('workspace/diagnostic', { previousResultIds: [], partialResultToken: 'all' });
      listening.dispose();
    },
    async type(position, typed) {
      version += 1;
      const change = { range: { start: position, end: position }, text: typed };
      await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    },
    async lenses() {
      const lenses = await connection.sendRequest<readonly CodeLens[]>('textDocument/codeLens', { textDocument });
      return lenses.map(({ command }) => command?.title ?? '');
    },
    notify: (method, params) => connection.sendNotification(method, params),
    memory: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await gone;
      connection.dispose();
    },
  };
}

function initializeParams(initializationOptions: unknown, folder: string | undefined): InitializeParams {
  return {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: folder === undefined ? null : [{ uri: folder, name: 'bench' }],
    initializationOptions,
    capabilities: {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
        diagnostic: { dynamicRegistration: false },
      },
    },
  };
}
