import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';

import { inFolder, pick, startGatehouse } from './commandLine';

const padding = 'x'.repeat(2000);

/** A line of two kilobytes. */
function line(index: number): string {
  return JSON.stringify({
    name: `s${index}`,
    request: {
      principal: 'arn:aws:iam::111122223333:user/alice',
      action: index % 2 === 0 ? 's3:GetObject' : 's3:PutObject',
      resource: `arn:aws:s3:::b/${index}`,
      context: { 'aws:RequestTag/padding': padding },
    },
    identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] }],
  });
}

type Child = ReturnType<typeof startGatehouse>;

/** Writes lines as fast as the child takes them, and counts those that it has been handed. */
async function feed(child: Child, count: number, textOf: (index: number) => string, handed = { lines: 0 }): Promise<void> {
  for (let index = 0; index < count; index++) {
    const isTaken = child.stdin.write(`${textOf(index)}\n`);
    handed.lines = index + 1;
    if (!isTaken) await once(child.stdin, 'drain');
  }
  child.stdin.end();
}

const start = (environment: Readonly<Record<string, string>> = {}): Child =>
  startGatehouse(['simulate', '--scenarios', '-', '--format', 'json'], { environment });

/** Runs so many lines, and says how much memory the process has had at most, in megabytes. */
async function peakMemory(count: number, textOf: (index: number) => string): Promise<number> {
  const preload = `process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));`;
  return inFolder({ 'preload.cjs': preload, peak: '' }, async (folder) => {
    const peak = path.join(folder, 'peak');
    const child = start({ PEAK: peak, NODE_OPTIONS: `--require=${path.join(folder, 'preload.cjs')}` });
    let answers = 0;
    createInterface({ input: child.stdout }).on('line', () => (answers += 1));
    await Promise.all([feed(child, count, textOf), once(child, 'close')]);
    assert.equal(answers, count);
    return Number(readFileSync(peak, 'utf8')) / 1024;
  });
}

describe('simulate --scenarios -, with fifty thousand lines', () => {
  const count = 50_000;

  test('answers each in order, and a broken line in the middle by its number', async () => {
    const broken = 25_000;
    const child = start();
    const written = feed(child, count, (index) => (index === broken ? '{ "name": "broken", ' : line(index)));
    let index = 0;
    for await (const text of createInterface({ input: child.stdout })) {
      const answer: unknown = JSON.parse(text);
      if (index === broken) {
        assert.match(String(pick(answer, 'error')), /^line 25001: /);
        assert.equal(pick(answer, 'decision'), null);
      } else {
        assert.equal(pick(answer, 'name'), `s${index}`);
        assert.equal(pick(answer, 'decision'), index % 2 === 0 ? 'allowed' : 'implicitDeny');
      }
      index += 1;
    }
    await written;
    assert.equal(index, count);
    if (child.exitCode === null) await once(child, 'close');
    assert.equal(child.exitCode, 2);
  });

  const inputs: Readonly<Record<string, (index: number) => string>> = {
    'that all can be read': line,
    'the first of which is broken': (index) => (index === 0 ? '{ "name": ' : line(index)),
  };
  for (const [name, textOf] of Object.entries(inputs)) {
    test(`keeps no line: ten times as many take no more memory, of lines ${name}`, async () => {
      const few = await peakMemory(count / 10, textOf);
      const many = await peakMemory(count, textOf);
      // The lines alone are 100 MB, and their answers 20 MB.
      assert.ok(many - few < 70, `${few.toFixed(0)} MB for ${count / 10} lines, ${many.toFixed(0)} MB for ${count}`);
    });
  }

  test('waits for a slow reader, and takes no more lines until then', async () => {
    const child = start();
    const handed = { lines: 0 };
    const written = feed(child, count, line, handed);
    await once(child.stdout, 'readable');
    for (let before = -1; before < handed.lines;) {
      before = handed.lines;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    assert.ok(handed.lines < count / 5, `${handed.lines} lines were taken though nobody read the answers`);
    let answers = 0;
    for await (const text of createInterface({ input: child.stdout })) answers += text === '' ? 0 : 1;
    await written;
    assert.equal(answers, count);
  });
});
