import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';

import { startGatehouse } from './commandLine';

function frame(message: object | string): string {
  const text = typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

const initialize = (processId: number | null): object => ({
  id: 1,
  method: 'initialize',
  params: { processId, rootUri: null, capabilities: {} },
});

/** The server, with what it has said. */
function serve() {
  const child = startGatehouse(['language-server', '--stdio']);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    child,
    send: (message: object | string) => child.stdin.write(frame(message)),
    async said(what: RegExp): Promise<string> {
      while (!what.test(stdout)) {
        assert.equal(child.exitCode, null, `it ended: ${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return stdout;
    },
  };
}

describe('language-server --stdio', () => {
  test('answers initialize, and ends with the editor', async () => {
    const { child, send, said } = serve();
    send(initialize(process.pid));
    assert.match(await said(/"id":1/), /"completionProvider"/);
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
    await once(child, 'close');
    assert.equal(child.exitCode, 0);
  });

  test('ends with 1 when the editor goes without saying so first', async () => {
    const { child, send, said } = serve();
    send(initialize(process.pid));
    await said(/"id":1/);
    send({ method: 'exit' });
    await once(child, 'close');
    assert.equal(child.exitCode, 1);
  });

  test('ends when its input ends', async () => {
    const { child, send, said } = serve();
    send(initialize(process.pid));
    await said(/"id":1/);
    child.stdin.end();
    await once(child, 'close');
    assert.notEqual(child.exitCode, null);
  });

  test('ends when the process of the editor is gone, though the input stays open', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const { child, send, said } = serve();
    send(initialize(editor.pid ?? null));
    await said(/"id":1/);
    editor.kill('SIGKILL');
    await once(child, 'close');
    assert.notEqual(child.exitCode, null);
  });

  test('goes on after messages that are none', async () => {
    const { child, send, said } = serve();
    send('{ "jsonrpc": ');
    send('[]');
    send('null');
    send({ id: 7, method: 'textDocument/hover', params: {} });
    send(initialize(process.pid));
    await said(/"id":1/);
    send({ id: 8, method: 'textDocument/hover', params: { textDocument: {}, position: 'here' } });
    send({ id: 9, method: 'textDocument/completion' });
    send({ id: 10, method: 'gatehouse/simulate', params: 5 });
    send({ id: 11, method: 'no/such/method' });
    send({ method: 'textDocument/didChange', params: { textDocument: { uri: 'file:///none.json', version: 2 }, contentChanges: [{}] } });
    send({
      method: 'workspace/didChangeConfiguration',
      params: { settings: { gatehouse: { checks: 5, policyFiles: 'x', language: [] } } },
    });
    const text = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }';
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: 'file:///a.json', languageId: 'json', version: 1, text } },
    });
    const position = { line: 0, character: text.indexOf('GetObject') };
    send({ id: 12, method: 'textDocument/hover', params: { textDocument: { uri: 'file:///a.json' }, position } });
    const all = await said(/"id":12,"result"/);
    assert.match(all, /s3:GetObject/);
    assert.match(all, /"id":11,"error"/);
    send({ id: 13, method: 'shutdown' });
    send({ method: 'exit' });
    await once(child, 'close');
    assert.equal(child.exitCode, 0);
  });
});
