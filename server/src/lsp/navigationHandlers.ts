import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';

import type { PolicyLanguageService } from '../service/languageService';
import type { NavigationFeatures, RefusedRename } from '../service/navigation';

import { runSafe } from './runSafe';

/** `virtualDocuments`: our own client is at the other end, which shows documents of ours. */
export function readNavigationFeatures({ textDocument, workspace }: ClientCapabilities, virtualDocuments: boolean): NavigationFeatures {
  const { documentChanges, resourceOperations } = workspace?.workspaceEdit ?? {};
  return {
    documentChanges: documentChanges === true,
    renameFiles: resourceOperations?.includes('rename') === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    virtualDocuments,
  };
}

/** What the server says about it at start. */
export const navigationCapabilities: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentLinkProvider: { resolveProvider: true },
  workspaceSymbolProvider: true,
};

export function registerNavigation(connection: Connection, service: PolicyLanguageService): void {
  connection.onDefinition((params, token) =>
    runSafe(connection, token, [], () => service.definition(params.textDocument.uri, params.position)),
  );
  connection.onReferences(({ textDocument, position, context }, token) =>
    runSafe(connection, token, [], () =>
      service.references(textDocument.uri, position, context.includeDeclaration, () => token.isCancellationRequested),
    ),
  );
  connection.onPrepareRename((params, token) =>
    runOrRefuse(connection, token, () => service.prepareRename(params.textDocument.uri, params.position)),
  );
  connection.onRenameRequest((params, token) =>
    runOrRefuse(connection, token, () => service.rename(params.textDocument.uri, params.position, params.newName)),
  );
  connection.onDocumentLinks((params, token) => runSafe(connection, token, [], () => service.documentLinks(params.textDocument.uri)));
  connection.onDocumentLinkResolve((link, token) => runSafe(connection, token, link, () => service.resolveDocumentLink(link)));
  connection.onWorkspaceSymbol((params, token) =>
    runSafe(connection, token, [], () => service.workspaceSymbols(params.query, () => token.isCancellationRequested)),
  );
}

/** Editors show the message of an error to whoever asked for a rename. */
async function runOrRefuse<Result extends object>(
  connection: Connection,
  token: CancellationToken,
  run: () => Promise<Result | RefusedRename | null>,
): Promise<Result | null | ResponseError> {
  const result = await runSafe(connection, token, null, run);
  if (result === null || result instanceof ResponseError) return result;
  return isRefused(result) ? new ResponseError(LSPErrorCodes.RequestFailed, result.refused) : result;
}

function isRefused(result: object): result is RefusedRename {
  return 'refused' in result;
}
