import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

import { buildSync } from 'esbuild';

import { inRoot } from '../support/root';
import { accountId, organizationFiles } from './organizationModel';
import { goal, median, milliseconds, report, times } from './table';

// `gatehouse test` as a CI runs it: a new process, ten thousand tests of an organization; beside a process that only reads the same files.

const rounds = 9;
const shape = { accounts: 200, units: 40, described: 200, principals: 4000, policies: 60, comments: false };
const tests = { files: 100, each: 100 } as const;

/** What stands at each place of a file: requests that are allowed, those that no policy allows, and those that the SCP of half of all accounts denies. */
const kinds = [
  { action: 's3:GetObject', expect: 'allowed' },
  { action: 's3:DeleteObject', expect: 'implicitDeny' },
  { action: 'ec2:RunInstances', expect: 'denied' },
  { action: 's3:GetObjectTagging', expect: 'allowed' },
] as const;

function testFile(file: number): string {
  const each = shape.principals / shape.described;
  const all = Array.from({ length: tests.each }, (_, place) => {
    const account = (file * tests.each + place) % shape.described;
    const person = account * each + (place % (each / 2)) * 2;
    const { action, expect } = kinds[place % kinds.length] ?? kinds[0];
    return {
      name: `${action} by person-${person} (${file}.${place})`,
      principal: `${accountId(account)}/user/people/person-${person}`,
      action,
      resource: action.startsWith('s3:') ? `arn:aws:s3:::bucket-${place}/key` : '*',
      context: { 'aws:SourceIp': '203.0.113.7' },
      expect,
    };
  });
  return JSON.stringify({ organization: '../organization.jsonc', tests: all }, undefined, 2);
}

/** Bundled like the product, with the start of Node in it. */
const peer = `
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'jsonc-parser';
const folder = process.argv[2] + '/tests/';
let count = 0;
for (const name of readdirSync(folder)) count += parse(readFileSync(folder + name, 'utf8')).tests.length;
console.log(count);
`;

function bundlePeer(file: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: peer, resolveDir: inRoot('.'), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return file;
}

/** The time of a process from its start to its end, and that it did what it should. */
function start(says: RegExp, ...args: readonly string[]): number {
  const before = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { LC_ALL: 'C' } });
  const spent = performance.now() - before;
  assert.match(stdout.slice(-2000), says, stderr);
  return spent;
}

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-bench-'));
try {
  const files = new Map(organizationFiles(shape));
  for (let file = 0; file < tests.files; file++) files.set(`tests/t${file}.iamtest.jsonc`, testFile(file));
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const count = tests.files * tests.each;
  const ours = inRoot('dist/cli/gatehouse.js');
  const theirs = bundlePeer(path.join(folder, 'peer.js'));
  const run = {
    text: () => start(new RegExp(`${count} of ${count} tests pass`), ours, 'test', folder),
    junit: () => start(/<\/testsuites>\n$/, ours, 'test', '--format', 'junit', folder),
    json: () => start(/"problems": \[\]\n {8}\}\n {6}\}\n {4}\]\n {2}\}\n\]\n$/, ours, 'test', '--format', 'json', folder),
    peer: () => start(new RegExp(`^${count}\n$`), theirs, folder),
  };
  const spent: Readonly<Record<keyof typeof run, number[]>> = { text: [], junit: [], json: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    spent.peer.push(run.peer());
    spent.text.push(run.text());
    spent.junit.push(run.junit());
    if (round < 3) spent.json.push(run.json());
  }
  const ratioOf = (values: readonly number[]): number => median(values.map((value, round) => value / (spent.peer[round] ?? value)));
  const row = (title: string, values: readonly number[], most?: number): readonly string[] => {
    const ratio = ratioOf(values);
    return [title, milliseconds(median(values)), times(ratio), most === undefined ? '' : goal(`≤ ${most} ×`, ratio <= most)];
  };
  report({
    title: 'Tests in CI',
    intro: `\`gatehouse test\` on ${count.toLocaleString('en')} tests in ${tests.files} files, of an organization with ${shape.accounts} accounts and ${shape.principals.toLocaleString('en')} users and roles; from the start of the process to its end. Beside it a process that reads the same test files and parses them with jsonc-parser. Medians of ${rounds} runs in turn (JSON: 3); ratios are the medians of the rounds'.`,
    columns: ['', 'median', 'ratio', 'goal'],
    rows: [
      row('read and parse the test files', spent.peer),
      row('run them, as text', spent.text, 4),
      row('run them, as JUnit', spent.junit, 4),
      row('run them, as JSON with every layer and statement', spent.json),
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
