import assert from 'node:assert/strict';

import { commands, extensions, version } from 'vscode';

import { completions, eventually, gatehouse, labelOf, open, policy } from './editor';

suite(`in VS Code ${version}: starting`, () => {
  test('a JSON file that is no policy starts no server', async () => {
    const api = await gatehouse();
    await open('package.json', '{ "name": "something", "version": "1.0.0", "dependencies": { "left-pad": "1.3.0" } }');
    const { document, position } = await open('settings.json', '{ "Action": |"read", "Effect": "none" }');
    // A round trip through every provider: whatever wakes on a JSON document has woken by now.
    await completions(document, position);
    assert.equal(api.serverIsRunning(), false);
    assert.equal(api.serverPid(), undefined);
  });

  test('a policy starts it', async () => {
    const api = await gatehouse();
    await open('starts.json', policy('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }'));
    await api.whenServerReady();
    assert.ok(api.serverIsRunning());
    assert.ok((api.serverPid() ?? 0) > 0);
  });

  test('every command of package.json exists', async () => {
    const manifest: unknown = extensions.getExtension('gatehouse-iam.gatehouse')?.packageJSON;
    const text = JSON.stringify(manifest);
    const contributed = [...new Set(Array.from(text.matchAll(/"command":"(gatehouse\.[\w.]+)"/g), ([, id]) => id ?? ''))];
    assert.ok(contributed.length > 0);
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      contributed.filter((id) => !known.has(id)),
      [],
    );
  });

  test('a killed server comes back and completes again', async () => {
    const api = await gatehouse();
    const { document, position } = await open('killed.json', policy('{ "Effect": "Allow", "Action": "s3:GetO|", "Resource": "*" }'));
    await api.whenServerReady();
    const before = api.serverPid();
    assert.ok(before !== undefined);
    process.kill(before, 'SIGKILL');
    const after = await eventually('another server', () => (api.serverPid() === before ? undefined : api.serverPid()));
    assert.notEqual(after, before);
    await api.whenServerReady();
    await eventually('s3:GetObject among the completions', async () =>
      (await completions(document, position)).some((item) => labelOf(item) === 's3:GetObject') ? true : undefined,
    );
  });
});
