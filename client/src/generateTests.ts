import * as l10n from '@vscode/l10n';
import { languages, Uri, ViewColumn, window, workspace, WorkspaceEdit, Range } from 'vscode';
import type { TextDocument } from 'vscode';

import { generateTestsRequest } from '../../server/src/protocol/requests';
import type { Server } from './client';

/** Shows tests for a policy beside it, as a document that is not saved yet; saving it puts it where the server proposes. */
export async function generateTests(server: Server, uri: string | undefined): Promise<void> {
  if (uri === undefined) {
    void window.showInformationMessage(l10n.t('Open a policy first, then generate tests for it.'));
    return;
  }
  const result = await server.send(generateTestsRequest, { uri });
  if (result.kind === 'refused') {
    void window.showInformationMessage(result.reason);
    return;
  }
  const document = await openProposal(result.uri, result.text);
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: false });
}

/** Only a file of the disk can be saved to from a text without a file. */
async function openProposal(place: string | null, content: string): Promise<TextDocument> {
  const target = place === null ? undefined : Uri.parse(place);
  if (target === undefined || (target.scheme !== 'file' && target.scheme !== 'vscode-remote')) {
    return workspace.openTextDocument({ language: 'jsonc', content });
  }
  const document = await workspace.openTextDocument(target.with({ scheme: 'untitled' }));
  const edit = new WorkspaceEdit();
  // The proposal may be open already from the last time, edited or not.
  edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(document.getText().length)), content);
  await workspace.applyEdit(edit);
  return languages.setTextDocumentLanguage(document, 'jsonc');
}
