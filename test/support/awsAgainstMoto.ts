import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** An `aws organizations` that speaks to a moto server: options and queries as the real one has them. */
const fakeAws = `
import json, os, sys, urllib.request, urllib.error
import jmespath
operation, rest = sys.argv[2], sys.argv[3:]
pascal = lambda name: ''.join(word.capitalize() for word in name.split('-'))
body, query, output = {}, None, 'json'
explicit = {}
while rest:
    option, value, rest = rest[0], rest[1], rest[2:]
    assert option.startswith('--'), option
    if option == '--query': query = value
    elif option == '--output': output = value
    elif option == '--cli-input-json': body.update(json.loads(value))
    else:
        assert not value.startswith(('-', 'file://', 'http://', 'https://')), value
        explicit[pascal(option[2:])] = json.loads(value) if option in ('--tags', '--tag-keys', '--target') else value
body.update(explicit)
target = 'AWSOrganizationsV20161128.' + pascal(operation).replace('Aws', 'AWS')
headers = {'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1',
  'Authorization': 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=x'}
try:
    request = urllib.request.Request(os.environ['MOTO'], json.dumps(body).encode(), headers)
    text = urllib.request.urlopen(request).read().decode()
except urllib.error.HTTPError as error:
    sys.stderr.write(operation + ' ' + json.dumps(body) + ': ' + error.read().decode()[:500] + '\\n')
    sys.exit(254)
answer = json.loads(text) if text and text != 'null' else {}
if query is not None: answer = jmespath.search(query, answer)
if output == 'text':
    word = lambda one: 'None' if one is None else str(one)
    print('\\t'.join(map(word, answer)) if isinstance(answer, list) else word(answer))
elif answer: print(json.dumps(answer, indent=2))
`;

/** Whether there is a moto to speak to: it is no dependency of the project. */
export const hasMoto = process.platform !== 'win32' && spawnSync('moto_server', ['--help']).status === 0;

export interface Moto {
  /** For whatever calls `aws`. */
  readonly environment: NodeJS.ProcessEnv;
  /** Forgets everything. */
  reset(): Promise<void>;
  stop(): void;
}

/** Starts a moto server, with an `aws` in `folder` that speaks to it. */
export async function startMoto(folder: string): Promise<Moto> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  // The interpreter itself: a version manager before it would take most of the time.
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(path.join(folder, 'aws'), `#!${python}${fakeAws}`);
  chmodSync(path.join(folder, 'aws'), 0o755);
  const reset = async (): Promise<void> => void (await fetch(`${address}/moto-api/reset`, { method: 'POST' }));
  for (let tries = 0; ; tries++) {
    try {
      await reset();
      break;
    } catch (problem) {
      if (tries > 150) throw problem;
      await setTimeout(200);
    }
  }
  return {
    environment: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, MOTO: address },
    reset,
    stop: () => void server.kill(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
