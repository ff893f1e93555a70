import { CodeLensRefreshRequest, TextDocuments } from 'vscode-languageserver';
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

import {
  bufferChangedNotification,
  policiesChangedNotification,
  rescanNotification,
  serviceDataChangedNotification,
} from '../protocol/requests';
import { createPolicyLanguageService } from '../service/languageService';
import type { PolicyLanguageService } from '../service/languageService';
import { normaliseUri } from '../service/uris';

import { readClientFeatures, serverCapabilities } from './capabilities';
import type { ClientFeatures } from './capabilities';
import { listen } from './answer';
import { askForSettings, ownSettings } from './clientSettings';
import { createClientWorkspace } from './clientWorkspace';
import { readCompletionFeatures } from './completionFeatures';
import type { DiagnosticsChannel } from './diagnosticsChannel';
import { registerHandlers } from './handlers';
import { readInitializationOptions } from './initializationOptions';
import { readNavigationFeatures } from './navigationHandlers';
import { pullDiagnostics } from './pullDiagnostics';
import { pushDiagnostics } from './pushDiagnostics';
import { registerInClient } from './registerInClient';
import type { Runtime } from './runtime';
import { hasSymbolHierarchy } from './structureHandlers';

/** How the server says who it is. */
const serverName = 'gatehouse';

/** One client, and what serves it. */
interface Session {
  readonly connection: Connection;
  readonly service: PolicyLanguageService;
  readonly features: ClientFeatures;
  readonly diagnostics: DiagnosticsChannel;
  /** URIs of the workspace's folders. */
  folders: readonly string[];
}

/**
 * Serves one client over a connection until it ends. Nothing is read before `initialize`, and everything that is kept between requests
 * could be made anew from the documents and files.
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params): InitializeResult => {
    const options = readInitializationOptions(params.initializationOptions, params.locale);
    const features = readClientFeatures(params.capabilities, options.virtualDocuments);
    const service = createPolicyLanguageService({
      workspace: runtime.createWorkspace(() => session.folders, createClientWorkspace(connection)),
      data: runtime.createData(options.dataUri, options.l10nUri),
      uiLanguage: options.uiLanguage,
      settings: options.settings,
      overlayUri: options.overlayUri,
      besideJsonSupport: options.besideJsonSupport,
      codeActions: features.codeActions,
      completion: readCompletionFeatures(params.capabilities, options.virtualDocuments),
      navigation: readNavigationFeatures(params.capabilities, options.virtualDocuments),
      ...(runtime.importFromAws === undefined ? {} : { importFromAws: runtime.importFromAws }),
      onAnswers: () => refreshShown(session),
      ...(runtime.readRevision === undefined ? {} : { readRevision: runtime.readRevision }),
      now: () => Date.now(),
      pause: () => new Promise((resolve) => void runtime.after(0, resolve)),
    });
    const diagnostics = features.pullDiagnostics
      ? pullDiagnostics(connection, runtime, service, features.refreshDiagnostics)
      : pushDiagnostics(connection, runtime, documents, (uri) => service.diagnostics(uri));
    const session: Session = { connection, service, features, diagnostics, folders: foldersOf(params) };
    listenToDocuments(session, documents);
    listenToWorkspace(session);
    registerHandlers(connection, service, hasSymbolHierarchy(params.capabilities));
    service.warmUp();
    return { capabilities: serverCapabilities(features, options.besideJsonSupport), serverInfo: { name: serverName } };
  });
  documents.listen(connection);
  connection.listen();
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  return uris.map(normaliseUri);
}

/** A client that refuses to refresh shows an old answer a little longer; that must not end the server. */
function quietly(refreshed: Promise<void> | void): void {
  if (refreshed !== undefined) refreshed.catch(() => undefined);
}

/** Has lenses and hints asked for again. */
function refreshShown({ connection, features }: Pick<Session, 'connection' | 'features'>): void {
  if (features.refreshCodeLenses) quietly(connection.sendRequest(CodeLensRefreshRequest.type));
  if (features.refreshInlayHints) quietly(connection.languages.inlayHint.refresh());
}

/** Tells everybody who shows an answer that it may be stale. */
function refresh({ connection, features, diagnostics }: Session, reason: 'document' | 'organization' | 'settings'): void {
  refreshShown({ connection, features });
  if (reason !== 'document') diagnostics.everythingChanged();
  void connection.sendNotification(policiesChangedNotification.method, { reason });
}

function listenToDocuments(session: Session, documents: TextDocuments<TextDocument>): void {
  const { service, diagnostics } = session;
  documents.onDidChangeContent(({ document }) => {
    const reach = service.documentChanged(document);
    diagnostics.documentChanged(document.uri);
    if (reach !== 'nothing') refresh(session, reach);
  });
  documents.onDidClose(({ document }) => {
    const reach = service.documentClosed(document.uri);
    diagnostics.documentClosed(document.uri);
    if (reach !== 'nothing') refresh(session, reach);
  });
}

function listenToWorkspace(session: Session): void {
  const { connection, service, features, diagnostics } = session;
  const askAgain = async (): Promise<void> => {
    if (await askForSettings(connection, service, session.folders)) refresh(session, 'settings');
  };
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    if (features.askSettings) void askAgain();
    else if (service.settingsChanged(ownSettings(settings))) refresh(session, 'settings');
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const changed = changes.filter(({ uri }) => service.fileChanged(uri));
    diagnostics.filesChanged();
    if (changed.length > 0) refresh(session, 'organization');
  });
  listen(connection, rescanNotification, () => {
    service.filesUnknown();
    refresh(session, 'organization');
  });
  listen(connection, bufferChangedNotification, (params) => {
    if (service.bufferChanged(params)) refresh(session, 'organization');
  });
  connection.onNotification(serviceDataChangedNotification.method, () => {
    service.serviceDataChanged();
    refresh(session, 'settings');
  });
  connection.onInitialized(() => {
    void registerInClient(connection, features);
    if (features.askSettings) void askAgain();
    if (!features.workspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => normaliseUri(uri)));
      session.folders = [...session.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => normaliseUri(uri))];
      service.foldersChanged();
      if (features.askSettings) void askAgain();
      refresh(session, 'organization');
    });
  });
}
