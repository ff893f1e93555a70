import { Disposable, languages, RelativePattern, workspace } from 'vscode';
import type { TextDocument } from 'vscode';

import type { Server } from './client';
import { debounce } from './debounce';
import { looksRelevant } from './sniff';

/** Lines that are read to find out whether a document concerns us; a policy says so at its top. */
const sniffedLines = 1500;

/** True for an open JSON or JSONC document that is a policy, a model file or a test as far as a look can tell. */
export function isRelevant(document: TextDocument): boolean {
  if (document.languageId !== 'json' && document.languageId !== 'jsonc') return false;
  if (document.uri.scheme === 'gatehouse') return true;
  if (matchesPolicyFiles(document)) return true;
  const head = document.lineCount <= sniffedLines ? document.getText() : headOf(document);
  return looksRelevant(document.uri.path, head);
}

function headOf(document: TextDocument): string {
  const end = document.lineAt(sniffedLines).range.end;
  return document.getText(document.validateRange(document.lineAt(0).range.with(undefined, end)));
}

/** `gatehouse.policyFiles` names this document: `[{ "glob": "scps/*.json", … }]`, relative to its workspace folder. */
function matchesPolicyFiles(document: TextDocument): boolean {
  const files = workspace.getConfiguration('gatehouse', document.uri).get<unknown>('policyFiles');
  if (!Array.isArray(files)) return false;
  const folder = workspace.getWorkspaceFolder(document.uri);
  return files.some((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('glob' in entry) || typeof entry.glob !== 'string') return false;
    const pattern = folder === undefined ? entry.glob : new RelativePattern(folder, entry.glob);
    return languages.match({ pattern }, document) > 0;
  });
}

/** Starts the server as soon as a relevant document is open or becomes one; any other JSON file starts nothing. */
export function startForRelevantDocuments(server: Server): Disposable {
  const typing = debounce(300);
  const startFor = (document: TextDocument): void => {
    if (!server.isWanted() && isRelevant(document)) server.wake();
  };
  workspace.textDocuments.forEach(startFor);
  return Disposable.from(
    typing,
    workspace.onDidOpenTextDocument(startFor),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (!server.isWanted()) typing.call(() => startFor(document));
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('gatehouse.policyFiles')) workspace.textDocuments.forEach(startFor);
    }),
  );
}
