import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { startGatehouse } from './commandLine';

function frame(message: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

test('language-server --stdio answers initialize, and ends with the editor', async () => {
  const child = startGatehouse(['language-server', '--stdio']);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const answered = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('"id":1')) resolve();
    });
    child.once('close', () => reject(new Error(`it ended: ${stderr}`)));
  });
  child.stdin.write(frame({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } }));
  await answered;
  assert.match(stdout, /"completionProvider"/);
  child.stdin.write(frame({ id: 2, method: 'shutdown' }));
  child.stdin.write(frame({ method: 'exit' }));
  await once(child, 'close');
  assert.equal(child.exitCode, 0);
});
