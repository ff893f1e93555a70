import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver';

import type { DiagnosticsChannel } from './diagnosticsChannel';
import type { Runtime } from './runtime';

/** Typing is not waited for longer than this before the findings are shown. */
const delay = 200;

/** Diagnostics of the open documents for clients that do not ask: a little after the last change, and never those of an outdated version. */
export function pushDiagnostics(
  connection: Connection,
  runtime: Runtime,
  documents: TextDocuments<TextDocument>,
  diagnose: (uri: string) => Promise<readonly Diagnostic[]>,
): DiagnosticsChannel {
  const waiting = new Map<string, () => void>();
  const push = async (uri: string): Promise<void> => {
    waiting.delete(uri);
    const version = documents.get(uri)?.version;
    const diagnostics = await diagnose(uri);
    const current = documents.get(uri);
    if (current === undefined || current.version !== version) return;
    await connection.sendDiagnostics({ uri, version: current.version, diagnostics: [...diagnostics] });
  };
  const documentChanged = (uri: string): void => {
    waiting.get(uri)?.();
    const failed = (error: unknown): void => connection.console.error(String(error));
    waiting.set(
      uri,
      runtime.after(delay, () => void push(uri).catch(failed)),
    );
  };
  return {
    documentChanged,
    documentClosed(uri) {
      waiting.get(uri)?.();
      waiting.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    filesChanged: () => undefined,
    everythingChanged: () => documents.keys().forEach(documentChanged),
  };
}
