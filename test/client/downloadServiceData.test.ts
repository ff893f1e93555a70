import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';

import { downloadServiceData } from '../../client/src/downloadServiceData';

type Answer = (request: IncomingMessage, response: ServerResponse, asked: number) => void;

const json =
  (value: unknown): Answer =>
  (_request, response) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
const status =
  (code: number): Answer =>
  (_request, response) =>
    void response.writeHead(code).end('{}');

interface Place {
  readonly address: string;
  /** How often each path was asked for. */
  readonly asked: ReadonlyMap<string, number>;
  /** The most requests that were open at once. */
  readonly most: () => number;
}

/** A service reference on this machine; the list names every path but `/`. */
async function at(answers: Readonly<Record<string, Answer>>, run: (place: Place) => Promise<void>): Promise<void> {
  const asked = new Map<string, number>();
  let [open, most] = [0, 0];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const count = (asked.get(path) ?? 0) + 1;
    asked.set(path, count);
    most = Math.max(most, ++open);
    response.on('close', () => open--);
    const services = Object.keys(answers).filter((name) => name !== '/');
    const list = json(services.map((name) => ({ service: name.slice(1), url: name, modified: 1 })));
    (answers[path] ?? (path === '/' ? list : status(404)))(request, response, count);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await run({ address: `http://127.0.0.1:${portOf(address)}/`, asked, most: () => most });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function portOf(address: AddressInfo | string | null): number {
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

const quick = { timeout: 300, patience: 1 };
const s3 = { Name: 's3', Actions: [] };
const sqs = { Name: 'sqs', Actions: [] };

/** A file of the service reference as it is at AWS. */
function recorded(name: string): unknown {
  return JSON.parse(readFileSync(path.join(process.cwd(), 'test/fixtures/serviceReference', name), 'utf8'));
}

/** Writes for as long as anybody listens. */
function goOn(response: ServerResponse): void {
  const chunk = 'x'.repeat(1024 * 1024);
  const write = (): void => void (response.destroyed || response.write(chunk, () => setImmediate(write)));
  response.writeHead(200);
  write();
}

describe('reading the service reference', () => {
  it('gives every service’s document, a few at a time, and tells how far it is', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `/service${index}`);
    const slowly =
      (name: string): Answer =>
      (request, response) =>
        void setTimeout(() => json({ Name: name.slice(1), Actions: [] })(request, response, 1), 5);
    await at(Object.fromEntries(names.map((name) => [name, slowly(name)])), async ({ address, most }) => {
      const told: string[] = [];
      const { documents, failed } = await downloadServiceData({
        ...quick,
        address,
        onProgress: (done, total) => void told.push(`${done}/${total}`),
      });
      assert.equal(documents.length, 40);
      assert.deepEqual(failed, []);
      assert.equal(told.at(-1), '40/40');
      assert.ok(most() > 1 && most() <= 8, `${most()} at once`);
    });
  });

  it('reads a mirror, whose list has AWS’s own addresses', async () => {
    const names = ['s3', 'sqs', 'starlight'];
    const files = Object.fromEntries(names.map((name) => [`/v1/${name}/${name}.json`, json(recorded(`v1/${name}/${name}.json`))]));
    await at({ ...files, '/': json(recorded('service-list.json')) }, async ({ address }) => {
      const { documents, failed } = await downloadServiceData({ ...quick, address });
      assert.deepEqual(failed, []);
      assert.deepEqual(new Set(documents), new Set(names.map((name) => recorded(`v1/${name}/${name}.json`))));
    });
  });

  const faults: readonly (readonly [name: string, answer: Answer, tries: number, comes: boolean])[] = [
    [
      'a server that is troubled at first',
      (request, response, asked) => (asked < 3 ? status(503) : json(s3))(request, response, asked),
      3,
      true,
    ],
    ['too many questions at first', (request, response, asked) => (asked < 2 ? status(429) : json(s3))(request, response, asked), 2, true],
    ['a server that stays troubled', status(500), 3, false],
    ['a file that is not there', status(404), 1, false],
    ['an answer that never comes', () => undefined, 3, false],
    ['an answer that is cut off', (_request, response) => void response.end('{ "Name": "s3", "Act'), 3, false],
    ['a connection that breaks', (_request, response) => void response.destroy(), 3, false],
    ['a page in the way', (_request, response) => void response.end('<html>'), 3, false],
    ['a file that has moved', (_request, response) => void response.writeHead(302, { location: '/moved' }).end(), 1, true],
    ['a circle of redirects', (_request, response) => void response.writeHead(302, { location: '/s3' }).end(), 0, false],
    ['a file that goes on and on', (_request, response) => void goOn(response), 1, false],
    ['a document of another shape', json({ Name: 's3', Actions: {} }), 1, false],
    ['a document of another service', json({ Name: 'ec2', Actions: [] }), 1, false],
    ['a list where a document should be', json([s3]), 1, false],
  ];
  const list = [
    { service: 's3', url: '/s3', modified: 1 },
    { service: 'sqs', url: '/sqs', modified: 1 },
  ];
  for (const [name, answer, tries, comes] of faults) {
    it(`goes on behind ${name}`, async () => {
      await at({ '/s3': answer, '/sqs': json(sqs), '/': json(list), '/moved': json(s3) }, async ({ address, asked }) => {
        // What never ends is given up for its size, however slowly it comes here.
        const timeout = name.includes('on and on') ? 60_000 : quick.timeout;
        const { documents, failed } = await downloadServiceData({ ...quick, timeout, address });
        assert.deepEqual(failed, comes ? [] : ['s3']);
        assert.equal(documents.length, comes ? 2 : 1);
        if (tries > 0) assert.equal(asked.get('/s3'), tries);
      });
    });
  }

  const lists: readonly (readonly [name: string, answer: Answer])[] = [
    ['does not come', status(500)],
    ['is empty', json([])],
    ['is no list', json({ services: [] })],
    ['has no addresses', json([{ service: 's3' }, 5, null])],
    ['is no JSON', (_request, response) => void response.end('hello')],
  ];
  for (const [name, answer] of lists) {
    it(`fails where the list ${name}`, async () => {
      await at({ '/': answer }, async ({ address }) => {
        await assert.rejects(downloadServiceData({ ...quick, address }));
      });
    });
  }

  it('fails where no document comes', async () => {
    await at({ '/s3': status(404), '/sqs': json({}) }, async ({ address }) => {
      await assert.rejects(downloadServiceData({ ...quick, address }), /404|no document/);
    });
  });

  it('fails where nobody is', async () => {
    await assert.rejects(downloadServiceData({ ...quick, address: 'http://127.0.0.1:9/' }));
  });

  it('reads files of the same place only', async () => {
    await at({ '/s3': json(s3) }, async (other) => {
      const list = json([
        { service: 'evil', url: `${other.address}s3` },
        { service: 'file', url: 'file:///etc/passwd' },
        { service: 's3', url: '/s3' },
      ]);
      await at({ '/': list, '/s3': json(s3) }, async ({ address }) => {
        const { documents } = await downloadServiceData({ ...quick, address });
        assert.equal(documents.length, 1);
        assert.equal(other.asked.size, 0);
      });
    });
  });

  it('ends at once when it is cancelled', async () => {
    const abort = new AbortController();
    await at({ '/s3': () => abort.abort() }, async ({ address, asked }) => {
      await assert.rejects(downloadServiceData({ ...quick, timeout: 60_000, address, signal: abort.signal }));
      assert.equal(asked.get('/s3'), 1);
    });
  });
});
