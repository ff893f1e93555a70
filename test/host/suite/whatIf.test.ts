import assert from 'node:assert/strict';

import { commands, ConfigurationTarget, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import type { Tab } from 'vscode';

import { eventually, folder, gatehouse, replace } from './editor';

const name = 'policies/scp/data-only.json';

const whatIfs = (): readonly Tab[] =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === 'gatehouse-what-if');

/** The SCP in an editor, with one service fewer that it lets pass, not saved. */
async function editScp() {
  await (await gatehouse()).whenServerReady();
  const uri = Uri.joinPath(folder(), name);
  const saved = new TextDecoder().decode(await workspace.fs.readFile(uri));
  const document = await workspace.openTextDocument(uri);
  await replace(document, '"s3:*", ', '');
  assert.ok(document.isDirty);
  const onDisk = async (): Promise<string> => new TextDecoder().decode(await workspace.fs.readFile(uri));
  return { document, saved, onDisk };
}

async function shown(): Promise<string> {
  const tab = await eventually('a what-if', () => whatIfs()[0]);
  assert.ok(tab.input instanceof TabInputTextDiff);
  return (await workspace.openTextDocument(tab.input.modified)).getText();
}

suite('in VS Code: what if a policy is saved', () => {
  // In a browser VS Code saves by itself.
  const autoSave = (value: string | undefined): Thenable<void> =>
    workspace.getConfiguration('files').update('autoSave', value, ConfigurationTarget.Global);
  suiteSetup(() => autoSave('off'));
  suiteTeardown(() => autoSave(undefined));
  teardown(async () => {
    for (const { input } of whatIfs())
      if (input instanceof TabInputTextDiff) await commands.executeCommand('gatehouse.discardWhatIf', input.modified);
  });

  test('discard leaves the editor as it is, and the file too', async () => {
    const { document, saved, onDisk } = await editScp();
    await commands.executeCommand('gatehouse.whatIfSave', document.uri);
    assert.match(await shown(), /Newly denied \(\d+\)/);
    await commands.executeCommand('gatehouse.discardWhatIf');
    await eventually('no what-if', () => (whatIfs().length === 0 ? true : undefined));
    assert.ok(document.isDirty);
    assert.equal(await onDisk(), saved);
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.files.revert');
  });

  test('apply saves it, and undo brings the text back', async () => {
    const { document, saved, onDisk } = await editScp();
    const edited = document.getText();
    await commands.executeCommand('gatehouse.whatIfSave', document.uri);
    assert.match(await shown(), /✗ denied by SCP data-only#OnlyDataServices at Data/);
    await commands.executeCommand('gatehouse.applyWhatIf');
    await eventually('the saved file', async () => ((await onDisk()) === edited ? true : undefined));
    await eventually('no what-if', () => (whatIfs().length === 0 ? true : undefined));
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    await eventually('the undone edit', () => (document.getText() === saved ? true : undefined));
    await document.save();
    assert.equal(await onDisk(), saved);
  });
});
