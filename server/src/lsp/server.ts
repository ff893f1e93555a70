import { CodeLensRefreshRequest, TextDocuments } from 'vscode-languageserver';
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

import { policiesChangedNotification, serviceDataChangedNotification } from '../protocol/requests';
import { createPolicyLanguageService } from '../service/languageService';
import type { PolicyLanguageService } from '../service/languageService';
import { normaliseUri } from '../service/uris';

import { readClientFeatures, serverCapabilities } from './capabilities';
import type { ClientFeatures } from './capabilities';
import { createClientWorkspace } from './clientWorkspace';
import { readCompletionFeatures } from './completionFeatures';
import { registerHandlers } from './handlers';
import { readInitializationOptions } from './initializationOptions';
import { readNavigationFeatures } from './navigationHandlers';
import { createDiagnosticsPusher } from './publishDiagnostics';
import type { DiagnosticsPusher } from './publishDiagnostics';
import type { Runtime } from './runtime';
import { hasSymbolHierarchy } from './structureHandlers';

/** How the server says who it is. */
const serverName = 'gatehouse';

/**
 * Serves one client over a connection until it ends. Nothing is read before `initialize`, and everything that is kept between requests
 * could be made anew from the documents and files.
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params): InitializeResult => {
    const features = readClientFeatures(params.capabilities);
    const folders = foldersOf(params);
    const options = readInitializationOptions(params.initializationOptions, params.locale);
    const service = createPolicyLanguageService({
      workspace: runtime.createWorkspace(() => folders.current, createClientWorkspace(connection)),
      data: runtime.createData(options.dataUri, options.l10nUri),
      uiLanguage: options.uiLanguage,
      settings: options.settings,
      overlayUri: options.overlayUri,
      besideJsonSupport: options.besideJsonSupport,
      codeActions: features.codeActions,
      completion: readCompletionFeatures(params.capabilities, options.virtualDocuments),
      navigation: readNavigationFeatures(params.capabilities, options.virtualDocuments),
      pause: () => new Promise((resolve) => void runtime.after(0, resolve)),
    });
    const pusher = features.pullDiagnostics
      ? undefined
      : createDiagnosticsPusher(connection, runtime, documents, (uri) => service.diagnostics(uri));
    listenToDocuments(connection, documents, service, pusher, features);
    listenToWorkspace(connection, service, pusher, features, folders);
    connection.onNotification(serviceDataChangedNotification.method, () => {
      service.serviceDataChanged();
      refresh(connection, pusher, features, 'settings');
    });
    registerHandlers(connection, service, hasSymbolHierarchy(params.capabilities));
    service.warmUp();
    return { capabilities: serverCapabilities(features, options.besideJsonSupport), serverInfo: { name: serverName } };
  });
  documents.listen(connection);
  connection.listen();
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): { current: readonly string[] } {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  return { current: uris.map(normaliseUri) };
}

/** A client that refuses to refresh shows an old answer a little longer; that must not end the server. */
function quietly(refreshed: Promise<void> | void): void {
  if (refreshed !== undefined) refreshed.catch(() => undefined);
}

/** Tells everybody who shows an answer that it may be stale. */
function refresh(
  connection: Connection,
  pusher: DiagnosticsPusher | undefined,
  features: ClientFeatures,
  reason: 'document' | 'organization' | 'settings',
): void {
  if (features.refreshCodeLenses) quietly(connection.sendRequest(CodeLensRefreshRequest.type));
  if (reason === 'settings' && features.refreshInlayHints) quietly(connection.languages.inlayHint.refresh());
  if (reason !== 'document') {
    pusher?.changedAll();
    if (features.refreshDiagnostics) quietly(connection.languages.diagnostics.refresh());
  }
  void connection.sendNotification(policiesChangedNotification.method, { reason });
}

function listenToDocuments(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  service: PolicyLanguageService,
  pusher: DiagnosticsPusher | undefined,
  features: ClientFeatures,
): void {
  documents.onDidChangeContent(({ document }) => {
    const reach = service.documentChanged(document);
    pusher?.changed(document.uri);
    if (reach !== 'nothing') refresh(connection, pusher, features, reach);
  });
  documents.onDidClose(({ document }) => {
    const reach = service.documentClosed(document.uri);
    pusher?.closed(document.uri);
    if (reach !== 'nothing') refresh(connection, pusher, features, reach);
  });
}

function listenToWorkspace(
  connection: Connection,
  service: PolicyLanguageService,
  pusher: DiagnosticsPusher | undefined,
  features: ClientFeatures,
  folders: { current: readonly string[] },
): void {
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    service.settingsChanged(ownSettings(settings));
    refresh(connection, pusher, features, 'settings');
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const changed = changes.filter(({ uri }) => service.fileChanged(uri));
    if (changed.length > 0) refresh(connection, pusher, features, 'organization');
  });
  connection.onInitialized(() => {
    if (features.watchFiles && !features.pullDiagnostics) void watchFiles(connection);
    if (!features.workspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => normaliseUri(uri)));
      folders.current = [...folders.current.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => normaliseUri(uri))];
      service.foldersChanged();
      refresh(connection, pusher, features, 'organization');
    });
  });
}

/** Clients send our section alone, or everything with our section in it. */
function ownSettings(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'gatehouse' in settings ? settings.gatehouse : settings;
}

/** Our own client watches files by itself; others are asked to. */
async function watchFiles(connection: Connection): Promise<void> {
  try {
    await connection.sendRequest('client/registerCapability', {
      registrations: [
        {
          id: 'gatehouse-files',
          method: 'workspace/didChangeWatchedFiles',
          registerOptions: { watchers: [{ globPattern: '**/*.{json,jsonc}' }] },
        },
      ],
    });
  } catch (error) {
    connection.console.warn(String(error));
  }
}
