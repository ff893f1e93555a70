import { CodeActionKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';

import type { CodeActionFeatures } from '../service/codeActions';

import { navigationCapabilities } from './navigationHandlers';
import { structureCapabilities } from './structureHandlers';

/** What the client can do, as far as it changes what we do. */
export interface ClientFeatures {
  /** Our own client is at the other end. */
  readonly ownClient: boolean;
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshCodeLenses: boolean;
  readonly refreshInlayHints: boolean;
  readonly watchFiles: boolean;
  readonly watchSettings: boolean;
  /** Settings can be asked for, each folder's own as well. */
  readonly askSettings: boolean;
  readonly workspaceFolders: boolean;
  readonly codeActions: CodeActionFeatures;
}

export function readClientFeatures(capabilities: ClientCapabilities, ownClient: boolean): ClientFeatures {
  const { textDocument, workspace } = capabilities;
  return {
    ownClient,
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    askSettings: workspace?.configuration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    codeActions: readCodeActionFeatures(capabilities),
  };
}

function readCodeActionFeatures({ textDocument, workspace }: ClientCapabilities): CodeActionFeatures {
  const { codeAction } = textDocument ?? {};
  const { documentChanges, resourceOperations } = workspace?.workspaceEdit ?? {};
  return {
    // What is resolved later has to be remembered by the client meanwhile.
    resolveEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
    disabled: codeAction?.disabledSupport === true,
    createFiles: documentChanges === true && resourceOperations?.includes('create') === true,
  };
}

/** `besideJsonSupport`: VS Code's own JSON support is at work, and is not doubled. */
export function serverCapabilities({ pullDiagnostics, workspaceFolders }: ClientFeatures, besideJsonSupport: boolean): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    // Letters start completion by themselves; these are the signs after which something new can be said.
    completionProvider: { triggerCharacters: ['"', ':', '*', '?', '/', '$', '{'], resolveProvider: true },
    hoverProvider: true,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, ...sourceActionKinds],
      resolveProvider: true,
    },
    ...(besideJsonSupport ? {} : { documentFormattingProvider: true }),
    codeLensProvider: {},
    inlayHintProvider: true,
    ...navigationCapabilities,
    ...structureCapabilities(besideJsonSupport),
    ...(pullDiagnostics
      ? { diagnosticProvider: { identifier: 'gatehouse', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    ...(workspaceFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
  };
}

/** Each by its name, so that settings can name it to be run on saving. */
const sourceActionKinds = ['source.sortLists.gatehouse', 'source.formatPolicy.gatehouse', 'source.minifyPolicy.gatehouse'];
