import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';

import type { PolicyLanguageService } from '../service/languageService';
import { tokensLegend } from '../service/tokens/semanticTokens';

import { runSafe } from './runSafe';

/** Beside VS Code's own JSON support there is an outline and folding already. */
export function structureCapabilities(besideJsonSupport: boolean): ServerCapabilities {
  return {
    documentHighlightProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: { legend: tokensLegend, full: { delta: true }, range: true },
    ...(besideJsonSupport ? {} : { documentSymbolProvider: true, foldingRangeProvider: true }),
  };
}

/** Whether a client shows symbols inside each other. */
export function hasSymbolHierarchy({ textDocument }: ClientCapabilities): boolean {
  return textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
}

export function registerStructure(connection: Connection, service: PolicyLanguageService, symbolHierarchy: boolean): void {
  connection.onDocumentHighlight((params, token) =>
    runSafe(connection, token, [], () => service.highlights(params.textDocument.uri, params.position)),
  );
  connection.onSelectionRanges((params, token) =>
    runSafe(connection, token, null, () => service.selectionRanges(params.textDocument.uri, params.positions)),
  );
  connection.onDocumentSymbol((params, token) =>
    runSafe(connection, token, [], () => service.symbols(params.textDocument.uri, symbolHierarchy)),
  );
  connection.onFoldingRanges((params, token) => runSafe(connection, token, [], () => service.folding(params.textDocument.uri)));
  const { semanticTokens } = connection.languages;
  semanticTokens.on(({ textDocument: { uri } }, token) => runSafe(connection, token, { data: [] }, () => service.semanticTokens(uri)));
  semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }, token) =>
    runSafe(connection, token, { data: [] }, () => service.semanticTokensDelta(uri, previousResultId)),
  );
  semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    runSafe(connection, token, { data: [] }, () => service.semanticTokensIn(uri, range)),
  );
}
