import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

import { joinServiceDataRequest, serviceDataChangedNotification } from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';

const policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObjectHologram", "Resource": "*" }] }';
const s3 = { Name: 's3', Actions: [{ Name: 'GetObjectHologram', Annotations: {}, Resources: [] }] };
const starlight = { Name: 'aaa-starlight', Actions: [{ Name: 'ListStars', Annotations: {} }] };
const kept = 'serviceData.json';

/** A file of the service reference as it is at AWS. */
function recorded(name: string): unknown {
  return JSON.parse(readFileSync(path.join(process.cwd(), 'test/fixtures/serviceReference/v1', name), 'utf8'));
}

async function codes(pair: Awaited<ReturnType<typeof startPair>>): Promise<readonly unknown[]> {
  return (await pair.diagnostics('a.json')).map(({ code }) => code);
}

describe('newer service data', () => {
  it('is known from the next answer on, and no more when it is taken away', async () => {
    const pair = await startPair({ overlayName: kept });
    await pair.open('a.json', policy);
    assert.ok((await codes(pair)).includes('invalid-action'));

    const { text, actions, services } = await pair.send(joinServiceDataRequest, { value: [s3], date: '2027-01-02' });
    assert.deepEqual([actions, services], [1, 0]);
    assert.ok(text !== null);
    await pair.write(kept, text);
    const refreshed = pair.next('workspace/diagnostic/refresh');
    await pair.notify(serviceDataChangedNotification, {});
    await refreshed;
    assert.ok(!(await codes(pair)).includes('invalid-action'));
    const hover = await pair.hover('a.json', { line: 0, character: policy.indexOf('Hologram') });
    assert.match(JSON.stringify(hover), /s3:GetObjectHologram/);

    await pair.write(kept, undefined);
    await pair.notify(serviceDataChangedNotification, {});
    assert.ok((await codes(pair)).includes('invalid-action'));
    await pair.close();
  });

  it('sends diagnostics again to a client that does not ask', async () => {
    const pair = await startPair({ overlayName: kept, capabilities: {} });
    const first = pair.next('textDocument/publishDiagnostics');
    await pair.open('a.json', policy);
    assert.match(JSON.stringify(await first), /invalid-action/);
    await pair.write(kept, JSON.stringify({ version: 1, date: '2027-01-02', services: [s3] }));
    const second = pair.next('textDocument/publishDiagnostics');
    await pair.notify(serviceDataChangedNotification, {});
    assert.doesNotMatch(JSON.stringify(await second), /invalid-action/);
    await pair.close();
  });

  it('is read at the next start', async () => {
    const pair = await startPair({
      overlayName: kept,
      files: { [kept]: JSON.stringify({ version: 1, date: '2027-01-02', services: [s3] }) },
    });
    await pair.open('a.json', policy);
    assert.ok(!(await codes(pair)).includes('invalid-action'));
    await pair.close();
  });

  it('leaves the texts with the actions that they tell of', async () => {
    const text = policy.replace('GetObjectHologram', 'PutObject');
    const hoverOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
      const pair = await startPair({ overlayName: kept, files });
      await pair.open('a.json', text);
      const hover = await pair.hover('a.json', { line: 0, character: text.indexOf('PutObject') });
      await pair.close();
      // The day of the data is another one, as it should be.
      return JSON.stringify(hover).replace(/\d{4}-\d\d-\d\d/g, 'day');
    };
    const before = await hoverOf({});
    assert.match(before, /add an object/);
    assert.equal(await hoverOf({ [kept]: JSON.stringify({ version: 1, date: '2027-01-02', services: [s3, starlight] }) }), before);
  });

  for (const [name, text] of [
    ['half written', '{ "version": 1, "da'],
    ['of another kind', '{ "version": 9 }'],
  ] as const) {
    it(`does no harm where its file is ${name}`, async () => {
      const pair = await startPair({ overlayName: kept, files: { [kept]: text } });
      await pair.open('a.json', policy.replace('Hologram', ''));
      assert.deepEqual(await codes(pair), []);
      await pair.close();
    });
  }

  it('is not taken from what is none', async () => {
    const pair = await startPair({ overlayName: kept });
    assert.deepEqual(await pair.send(joinServiceDataRequest, { value: { hello: 1 }, date: '2027-01-02' }), {
      text: null,
      actions: 0,
      services: 0,
    });
    await pair.close();
  });

  it('is taken from documents as they are at AWS, and in a file has only what they add', async () => {
    const pair = await startPair({ overlayName: kept });
    const value = ['s3/s3.json', 'sqs/sqs.json', 'starlight/starlight.json'].map(recorded);
    const { text, actions, services } = await pair.send(joinServiceDataRequest, { value, date: '2027-01-02' });
    assert.deepEqual([actions, services], [4, 1]);
    assert.ok(text !== null);
    assert.doesNotMatch(text, /Operations|SupportedBy|GetObject"|PutBucketPolicy|"sqs"/);
    const file: unknown = JSON.parse(text);
    const again = await pair.send(joinServiceDataRequest, { value: file, date: '2027-06-07' });
    assert.equal(again.text, text);
    await pair.close();
  });

  it('keeps of each service what was read last', async () => {
    const pair = await startPair({
      overlayName: kept,
      files: { [kept]: JSON.stringify({ version: 1, date: '2027-01-02', services: [s3] }) },
    });
    const { actions, services } = await pair.send(joinServiceDataRequest, { value: starlight, date: '2027-02-03' });
    assert.deepEqual([actions, services], [2, 1]);
    await pair.close();
  });
});
