import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import path from 'node:path';

import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';

import { codeOf, eventually, findings, folder, gatehouse, hovers, open, policy } from './editor';

const known = (code: boolean) => (document: Parameters<typeof findings>[0]) => () =>
  findings(document).some((finding) => codeOf(finding) === 'invalid-action') === code ? true : undefined;

suite('in VS Code: newer service data', () => {
  let server: Server;
  const setting = () => workspace.getConfiguration('gatehouse');
  const setUrl = (url: string | undefined) => setting().update('serviceDataUrl', url, ConfigurationTarget.Global);

  suiteSetup(async () => {
    const root = extensions.getExtension('gatehouse-iam.gatehouse')?.extensionPath ?? '';
    const files = path.join(root, 'test/fixtures/serviceReference');
    server = createServer((request, response) => {
      const name = request.url === '/' ? 'service-list.json' : (request.url ?? '');
      try {
        response.end(readFileSync(path.join(files, name)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await setUrl(typeof address === 'object' ? `http://127.0.0.1:${address?.port ?? 0}/` : undefined);
  });
  suiteTeardown(async () => {
    await setUrl(undefined);
    server.close();
  });

  test('is read when the user asks, and forgotten when he asks', async () => {
    await gatehouse();
    const { document, position } = await open(
      'hologram.json',
      policy('{ "Effect": "Allow", "Action": "s3:GetObject|Hologram", "Resource": "arn:aws:s3:::b/*" }'),
    );
    await eventually('an unknown action', known(true)(document));
    await commands.executeCommand('gatehouse.updateServiceData');
    await eventually('no finding', known(false)(document));
    assert.match(await hovers(document, position), /s3:GetObjectHologram/);
    await commands.executeCommand('gatehouse.resetServiceData');
    await eventually('an unknown action again', known(true)(document));
  });

  test('stays as it was when nothing comes; comes from a file as well', async () => {
    const { document } = await open(
      'telescope.json',
      policy('{ "Effect": "Allow", "Action": "starlight:ListTelescopes", "Resource": "*" }'),
    );
    const isUnknown = () => findings(document).some((finding) => codeOf(finding) === 'invalid-service-in-action');
    await eventually('an unknown service', () => (isUnknown() ? true : undefined));
    const before = setting().get<string>('serviceDataUrl');
    await setUrl('http://127.0.0.1:9/');
    await commands.executeCommand('gatehouse.updateServiceData');
    assert.ok(isUnknown());
    await setUrl(before);
    const root = extensions.getExtension('gatehouse-iam.gatehouse')?.extensionUri ?? folder();
    await commands.executeCommand(
      'gatehouse.importServiceData',
      Uri.joinPath(root, 'test/fixtures/serviceReference/v1/starlight/starlight.json'),
    );
    await eventually('a known service', () => (isUnknown() ? undefined : true));
    await commands.executeCommand('gatehouse.restartServer');
    await eventually('a known service after a restart', () => (isUnknown() ? undefined : true));
    await commands.executeCommand('gatehouse.resetServiceData');
    await eventually('an unknown service again', () => (isUnknown() ? true : undefined));
  });
});
