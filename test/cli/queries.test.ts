import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick } from './commandLine';

const uploads = ['--action', 's3:PutObject', '--resource', 'arn:aws:s3:::media/a.png'];

describe('who-can', () => {
  test('lists who may upload, and what keeps the others from it', async () => {
    const { exitCode, stdout } = await gatehouse(['who-can', '--organization', 'samples/company', ...uploads]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^allowed: 4\n {2}arn:aws:iam::444444444444:role\/etl\n/);
    assert.match(stdout, /s3-monitoring-bot +no allow in identity/);
    assert.match(stdout, /user\/cto +no allow in resource/);
    assert.match(stdout, /444444444444:root\ndenied/);
  });

  test('gives the same as JSON', async () => {
    const { stdout } = await gatehouse(['who-can', '--organization', 'samples/company', ...uploads, '--format', 'json']);
    const value: unknown = JSON.parse(stdout);
    assert.ok(Array.isArray(value));
    const bot: unknown = value.find((answer) => String(pick(answer, 'principal')).endsWith('s3-monitoring-bot'));
    assert.equal(pick(bot, 'decision'), 'implicitDeny');
    assert.equal(pick(bot, 'blockedBy', 'layer'), 'identity');
  });

  test('exits 2 without an action, or an organization', async () => {
    const missing = await gatehouse(['who-can', '--organization', 'samples/company']);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /`--action` is missing/);
    assert.equal((await gatehouse(['who-can', '--organization', 'nowhere', ...uploads])).exitCode, 2);
  });
});

describe('what-can', () => {
  test('counts what the bot may do, and names what blocks the rest', async () => {
    const { exitCode, stdout } = await gatehouse([
      'what-can',
      '--organization',
      'samples/company',
      '--principal',
      'pipeline/user/s3-monitoring-bot',
    ]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /s3 +list +2 /);
    assert.match(stdout, /denied by scp 1: data-only OnlyDataServices/);
  });

  test('exits 2 for a principal that nobody is', async () => {
    const { exitCode, stderr } = await gatehouse([
      'what-can',
      '--organization',
      'samples/company',
      '--principal',
      'pipeline/user/s3-monitoring-bat',
    ]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /did you mean/);
  });
});

describe('diff', () => {
  const policy = (action: string): string =>
    `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "${action}", "Resource": "arn:aws:s3:::media/*" }] }`;

  test('finds no difference between equal policies', async () => {
    await inFolder({ 'a.json': policy('s3:GetObject'), 'b.json': ` ${policy('s3:GetObject')}` }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['diff', '--before', 'a.json', '--after', 'b.json'], { folder });
      assert.equal(exitCode, 0);
      assert.match(stdout, /^0 decisions differ/);
    });
  });

  test('lists what flips between two policies, in three formats', async () => {
    await inFolder({ 'a.json': policy('s3:GetObject'), 'b.json': policy('s3:PutObject') }, async (folder) => {
      const run = (format: string) => gatehouse(['diff', '--before', 'a.json', '--after', 'b.json', '--format', format], { folder });
      const json = await run('json');
      assert.equal(json.exitCode, 1);
      const changes: unknown = pick(JSON.parse(json.stdout), 'changes');
      assert.ok(Array.isArray(changes));
      assert.deepEqual(
        changes.map((change) => [pick(change, 'action'), pick(change, 'resourcePattern'), pick(change, 'before'), pick(change, 'after')]),
        [
          ['s3:GetObject', 'arn:aws:s3:::media/*', 'allowed', 'implicitDeny'],
          ['s3:PutObject', 'arn:aws:s3:::media/*', 'implicitDeny', 'allowed'],
        ],
      );
      assert.match((await run('markdown')).stdout, /<summary>Newly allowed \(1\)<\/summary>[^]*- s3:PutObject on arn:aws:s3:::media\/\\\*/);
      assert.match((await run('text')).stdout, /Newly denied \(1\)\n.*\n +s3:GetObject on arn:aws:s3:::media\/\*/);
    });
  });

  test('lists what an edited SCP takes from the principals below it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-test-'));
    try {
      cpSync('samples/company', folder, { recursive: true });
      const file = path.join(folder, 'policies', 'scp', 'data-only.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"s3:*", ', ''));
      const { exitCode, stdout } = await gatehouse(['diff', '--before', 'samples/company', '--after', folder]);
      assert.equal(exitCode, 1);
      assert.match(stdout, /compared \d+ decisions of 7 principals whose policies differ \(8 are the same\)/);
      assert.match(stdout, /Newly denied [^]*user\/s3-monitoring-bot, denied by SCP data-only[^]*s3:ListBucket/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('exits 2 for what holds no policy', async () => {
    await inFolder({ 'a.json': policy('s3:GetObject'), 'b.json': '{ "Version"' }, async (folder) => {
      const { exitCode, stderr } = await gatehouse(['diff', '--before', 'a.json', '--after', 'b.json'], { folder });
      assert.equal(exitCode, 2);
      assert.match(stderr, /b\.json holds no policy/);
    });
  });
});
