import assert from 'node:assert/strict';

import { commands, Range, Uri, window, workspace } from 'vscode';
import type { CodeLens, InlayHint, TextDocument } from 'vscode';

import { eventually, folder, gatehouse, lensTitles, replace } from './editor';

const scp = 'policies/scp/data-only.json';

async function show(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.joinPath(folder(), name));
  await window.showTextDocument(document);
  return document;
}

/** Puts a text back; to revert would be no use where VS Code saves by itself. */
async function restore(document: TextDocument, text: string): Promise<void> {
  const editor = await window.showTextDocument(document);
  const whole = new Range(0, 0, document.lineCount, 0);
  assert.ok(await editor.edit((edit) => edit.replace(whole, text)));
}

const titleThat = (document: TextDocument, form: RegExp): Promise<string> =>
  eventually(`a lens like ${form.source}`, async () => (await lensTitles(document)).find((title) => form.test(title)));

suite('in VS Code: live decisions', () => {
  let document: TextDocument;
  let original: string;

  suiteSetup(async () => {
    const api = await gatehouse();
    document = await show(scp);
    original = document.getText();
    await api.whenServerReady();
  });

  teardown(() => restore(document, original));

  test('the tests of the workspace stand above the SCP, and follow what is typed', async () => {
    const calm = await titleThat(document, /^✗ \d+ denied, \d+ here$/);
    await replace(document, '"Deny"', '"Allow"');
    await titleThat(document, /^⚠ \d+ tests? fail/);
    await replace(document, '"Allow"', '"Deny"');
    assert.equal(await titleThat(document, /^✗ \d+ denied, \d+ here$/), calm);
  });

  test('a server that is killed in the middle of an edit comes back with answers about the text of now', async () => {
    await titleThat(document, /^✗ \d+ denied, \d+ here$/);
    const api = await gatehouse();
    const before = api.serverPid();
    assert.ok(before !== undefined);
    await replace(document, '"Deny"', '"Den"');
    process.kill(before, 'SIGKILL');
    await replace(document, '"Den"', '"Allow"');
    await eventually('another server', () => (api.serverIsRunning() && api.serverPid() !== before ? true : undefined));
    await titleThat(document, /^⚠ \d+ tests? fail/);
    await restore(document, original);
    await titleThat(document, /^✗ \d+ denied, \d+ here$/);
    assert.doesNotMatch((await lensTitles(document)).join('\n'), /fail/);
  });

  test('a test says on its lines whether it passes and why, and leads to the statement', async () => {
    const tests = await show('tests/bot.iamtest.jsonc');
    await titleThat(tests, /^passes: ✓ allowed by ListBuckets$/);
    const range = new Range(0, 0, tests.lineCount, 0);
    const hints = await eventually('hints', async () => {
      const found = await commands.executeCommand<readonly InlayHint[]>('vscode.executeInlayHintProvider', tests.uri, range);
      return found.length > 0 ? found : undefined;
    });
    const texts = hints.flatMap(({ label }) => (typeof label === 'string' ? [] : label.map(({ value }) => value)));
    assert.ok(texts.includes('✗ denied by OnlyDataServices'), texts.join('\n'));
    const lenses = await commands.executeCommand<readonly CodeLens[]>('vscode.executeCodeLensProvider', tests.uri, 100);
    const jump = lenses.find(({ command }) => command?.title === '→ data-only#OnlyDataServices')?.command;
    assert.ok(jump !== undefined);
    const places: readonly unknown[] = jump.arguments ?? [];
    await commands.executeCommand(jump.command, ...places);
    const editor = await eventually('the SCP', () =>
      window.activeTextEditor?.document.uri.path.endsWith(scp) === true ? window.activeTextEditor : undefined,
    );
    assert.match(editor.document.getText(editor.selection), /"Sid": "OnlyDataServices"/);
  });

  test('a test that fails shows it as soon as the policy beside it says something else, unsaved', async () => {
    const tests = await show('tests/bot.iamtest.jsonc');
    await titleThat(tests, /^6 of 6 tests pass$/);
    const policy = await show('iam/pipeline/policies/s3-monitoring-bot-policy.json');
    const before = policy.getText();
    await replace(policy, '"Allow"', '"Deny"');
    await titleThat(tests, /^fails: expected `allowed`, but it is `explicitDeny`/);
    await restore(policy, before);
    await titleThat(tests, /^6 of 6 tests pass$/);
  });
});
