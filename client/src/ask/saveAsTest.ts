import * as l10n from '@vscode/l10n';
import { Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';

import { saveAsTestRequest, testFilesRequest } from '../../../server/src/protocol/decisions';
import { suggestRequest } from '../../../server/src/protocol/requests';
import type { FileEdit, SimulateParams } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { write } from '../organization/whatIf';

import { pickText } from './pickText';

interface FileItem extends QuickPickItem {
  readonly uri: string | null;
}

/** Writes a request with its decision of now into a test file that somebody chooses, and shows it there. */
export async function saveAsTest(server: Server, question: SimulateParams): Promise<void> {
  const principal = question.principal.trim() === '' ? await pickPrincipal(server, question) : question.principal;
  if (principal === undefined) return;
  const file = await pickFile(server);
  if (file === undefined) return;
  const name = await window.showInputBox({
    title: l10n.t('Save as test'),
    prompt: l10n.t("What is so? The test's name"),
    value: `${principal} ${question.action}`,
    ignoreFocusOut: true,
  });
  if (name === undefined) return;
  const result = await server.send(saveAsTestRequest, { question: { ...question, principal }, name, file });
  if (result.kind === 'refused') {
    void window.showErrorMessage(result.reason);
    return;
  }
  await store(result.file);
}

async function pickPrincipal(server: Server, { uri, action }: SimulateParams): Promise<string | undefined> {
  const picked = await pickText({
    title: l10n.t('Save as test'),
    placeholder: l10n.t('Who makes the request? A test needs a principal'),
    step: 1,
    steps: 1,
    value: '',
    prefersSuggestions: false,
    suggest: async (query, token) => {
      const params = { field: 'principal', query, action, ...(uri === undefined ? {} : { uri }) } as const;
      return (await server.sendOr(suggestRequest, params, { suggestions: [] }, token)).suggestions;
    },
  });
  return picked.kind === 'value' && picked.value.trim() !== '' ? picked.value.trim() : undefined;
}

/** Null: a new file. */
async function pickFile(server: Server): Promise<string | null | undefined> {
  const { files } = await server.send(testFilesRequest, {});
  if (files.length === 0) return null;
  const known = files.map(({ uri }): FileItem => ({ label: workspace.asRelativePath(Uri.parse(uri)), uri }));
  const items: readonly FileItem[] = [{ label: l10n.t('A new file'), alwaysShow: true, uri: null }, ...known];
  const picked = await window.showQuickPick(items, { title: l10n.t('Save as test in which file?'), ignoreFocusOut: true });
  return picked?.uri;
}

async function store(file: FileEdit): Promise<void> {
  const target = Uri.parse(file.uri, true);
  if (await write([file])) {
    const document = await workspace.openTextDocument(target);
    const editor = await window.showTextDocument(document, { preview: false });
    const end = document.positionAt(document.getText().length);
    editor.revealRange(editor.selection.with(end, end));
    window.setStatusBarMessage(l10n.t('Saved as a test in {0}.', workspace.asRelativePath(target)), 5000);
    return;
  }
  // Outside of the workspace nothing is written; there it can be looked at and saved by hand.
  if (file.newText !== null) await window.showTextDocument(await workspace.openTextDocument({ language: 'jsonc', content: file.newText }));
}
