import { DocumentDiagnosticReportKind, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection, WorkspaceDiagnosticReportPartialResult } from 'vscode-languageserver';

import type { PolicyLanguageService } from '../service/languageService';
import { resultIdOf } from '../service/resultId';
import type { FileDiagnostics } from '../service/workspaceDiagnostics';

import type { DiagnosticsChannel } from './diagnosticsChannel';
import { runSafe } from './runSafe';
import type { Runtime } from './runtime';

/** So many files in one message: enough to save messages, few enough to be shown at once. */
const filesAtOnce = 50;

/** So long a request that waits stays where it is after a change, in milliseconds: with every key in a manifest there is another. */
const quiet = 300;

/**
 * Diagnostics for clients that ask for them, of one document or of everything that is not open. An answer is named after its findings, so
 * a client that has them already is told no more than that. A request about the workspace of a client that takes answers in parts stays
 * open while there is nothing new: such clients ask again and again.
 * <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspace_diagnostic>
 */
export function pullDiagnostics(
  connection: Connection,
  runtime: Runtime,
  service: PolicyLanguageService,
  canRefresh: boolean,
): DiagnosticsChannel {
  let changes = 0;
  const waiting = new Set<() => void>();

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const report = await runSafe(connection, token, undefined, async () => {
      const items = await service.diagnostics(textDocument.uri);
      return { items, resultId: resultIdOf(items) };
    });
    if (report === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    if (report instanceof ResponseError) return report;
    const { items, resultId } = report;
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  });

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _, progress) => {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    for (;;) {
      const before = changes;
      const files: FileDiagnostics[] = [];
      let count = 0;
      const send = (): void => void (files.length > 0 && progress?.report(reportOf(files.splice(0))));
      const ran = await runSafe(connection, token, undefined, () =>
        service.workspaceDiagnostics({
          previous,
          report(file) {
            count++;
            files.push(file);
            if (progress !== undefined && files.length >= filesAtOnce) send();
          },
          isCancelled: () => token.isCancellationRequested,
        }),
      );
      if (ran instanceof ResponseError) return ran;
      if (progress === undefined) return reportOf(files);
      send();
      if (count > 0) return { items: [] };
      if (changes === before) await nextChange(token);
      if (!token.isCancellationRequested) await new Promise<void>((resolve) => void runtime.after(quiet, resolve));
    }
  });

  function nextChange(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        waiting.delete(go);
        cancelled.dispose();
        resolve();
      };
      const cancelled = token.onCancellationRequested(go);
      waiting.add(go);
    });
  }

  const goOn = (): void => {
    changes++;
    for (const go of [...waiting]) go();
  };
  return {
    documentChanged: () => undefined,
    documentClosed: goOn,
    filesChanged: goOn,
    everythingChanged() {
      goOn();
      // A client that refuses shows an old answer a little longer.
      if (canRefresh) Promise.resolve(connection.languages.diagnostics.refresh()).catch(() => undefined);
    },
  };
}

function reportOf(files: readonly FileDiagnostics[]): WorkspaceDiagnosticReportPartialResult {
  return { items: files.map((file) => ({ ...file, kind: DocumentDiagnosticReportKind.Full, version: null })) };
}
