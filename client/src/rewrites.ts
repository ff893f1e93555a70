import { commands, window, workspace } from 'vscode';

/** Runs a source action of the server on the document in front; where it has nothing to change, the editor says so. */
export async function runSourceAction(kind: 'source.formatPolicy.gatehouse' | 'source.minifyPolicy.gatehouse'): Promise<void> {
  await commands.executeCommand('editor.action.sourceAction', { kind, apply: 'first' });
}

/** Opens texts as documents that are not saved yet: parts of a policy that has no place for files beside it. */
export async function openUntitled(value: unknown): Promise<void> {
  const texts = Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
  for (const content of texts) {
    const document = await workspace.openTextDocument({ language: 'json', content });
    await window.showTextDocument(document, { preview: false });
  }
}
