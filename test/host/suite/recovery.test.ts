import assert from 'node:assert/strict';

import { commands, ConfigurationTarget, Uri, window, workspace } from 'vscode';

import { answering, completions, eventually, gatehouse, labelOf, lensTitles, open, policy } from './editor';

const allow = policy('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }');

/** Kills the server the hard way; returns when another one answers, or `false` when none comes. */
async function kill(): Promise<boolean> {
  const api = await gatehouse();
  const before = api.serverPid();
  assert.ok(before !== undefined, 'a server runs');
  process.kill(before, 'SIGKILL');
  await eventually('its end', () => (api.serverPid() === before ? undefined : true));
  return eventually('another server', () => (api.serverIsRunning() ? true : undefined), 3000).catch(() => false);
}

suite('in VS Code: when things go wrong', () => {
  suiteSetup(async () => {
    const api = await gatehouse();
    await open('recovery.json', allow);
    await api.whenServerReady();
    // The restarts of the tests before count as well.
    await commands.executeCommand('gatehouse.restartServer');
    await api.whenServerReady();
  });

  test('the server comes back six times in a row', async () => {
    for (let time = 1; time <= 6; time += 1) assert.ok(await kill(), `time ${time}`);
    const { organizationTree } = await gatehouse();
    await eventually('the organization', async () => ((await organizationTree.getChildren()) ?? []).length > 0 || undefined);
  });

  test('remembered requests are told to the new server', async () => {
    const { document } = await open('remembered.json', allow);
    await answering(['s3:GetObject', 'arn:aws:s3:::media/a.png', ''], () =>
      commands.executeCommand('gatehouse.ask', document.uri.toString()),
    );
    const decided = async (): Promise<string | undefined> => (await lensTitles(document)).find((title) => title.startsWith('✓'));
    await eventually('its decision', decided);
    assert.ok(await kill());
    await eventually('its decision by another server', decided);
    await commands.executeCommand('gatehouse.forgetRequest', document.uri.toString(), 'request-1');
    await eventually('no decision', async () => ((await decided()) === undefined ? true : undefined));
  });

  test('after crashes without end the server stays down until it is restarted by command', async () => {
    let crashes = 0;
    while (await kill()) {
      crashes += 1;
      assert.ok(crashes < 20, 'it gives up in the end');
    }
    const api = await gatehouse();
    assert.equal(api.serverIsRunning(), false);
    await commands.executeCommand('gatehouse.restartServer');
    await api.whenServerReady();
    const { document, position } = await open('down.json', policy('{ "Effect": "Allow", "Action": "s3:GetO|", "Resource": "*" }'));
    await eventually(
      'completions',
      async () => (await completions(document, position)).some((item) => labelOf(item) === 's3:GetObject') || undefined,
    );
  });

  test('a managed policy opens as a document, and another language changes the words', async () => {
    const uri = Uri.parse('gatehouse:/managed/ReadOnlyAccess.json');
    const document = await workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /"Version": "2012-10-17"/);

    const settings = workspace.getConfiguration('gatehouse');
    const asked = await open('korean.json', allow);
    await settings.update('language', 'ko', ConfigurationTarget.Global);
    try {
      await eventually(
        'a lens in Korean',
        async () => (await lensTitles(asked.document)).some((title) => /[가-힣]/.test(title)) || undefined,
      );
    } finally {
      await settings.update('language', undefined, ConfigurationTarget.Global);
    }
    await eventually(
      'and in English again',
      async () => (await lensTitles(asked.document)).every((title) => !/[가-힣]/.test(title)) || undefined,
    );
  });

  test('commands survive arguments that are none', async () => {
    for (const name of ['revealLocation', 'openVirtualDocument', 'showMore', 'refresh']) {
      for (const junk of [undefined, 3, {}, { uri: 3, range: {} }]) await commands.executeCommand(`gatehouse.${name}`, junk, junk);
    }
  });

  test('a place is shown where it is', async () => {
    const { document } = await open('shown.json', allow);
    const range = { start: { line: 3, character: 6 }, end: { line: 3, character: 14 } };
    await commands.executeCommand('gatehouse.revealLocation', { uri: document.uri.toString(), range });
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), document.uri.toString());
    assert.equal(editor.document.getText(editor.selection), '"Effect"');
  });
});
