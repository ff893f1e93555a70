import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { gatehouseServer, openSession } from './lspProcess';
import type { Session } from './lspProcess';
import { accountId, organizationFiles } from './organizationModel';
import { goal, median, milliseconds, quantile, report } from './table';

const shape = { accounts: 10_000, units: 500, described: 1000, principals: 20_000, policies: 300, comments: false };
const tests = { files: 20, each: 100 } as const;
const keystrokes = 60;
/** Above half of the accounts, and so above all that the tests are about. */
const scp = 'policies/scp/guard-0.json';

/** Tests of people in accounts of the full unit: every one of them is to be decided again with each keystroke in its SCP. */
function testFile(file: number): string {
  const each = shape.principals / shape.described;
  const all = Array.from({ length: tests.each }, (_, place) => {
    const account = ((file * tests.each + place) * 2) % shape.described;
    const person = account * each + (place % (each / 2)) * 2;
    return {
      name: `test ${file}.${place}`,
      principal: `${accountId(account)}/user/people/person-${person}`,
      action: ['s3:GetObject', 's3:DeleteObject', 'ec2:DescribeInstances', 'sqs:SendMessage'][place % 4],
      resource: place % 4 < 2 ? `arn:aws:s3:::bucket-${place}/key` : '*',
      context: { 'aws:SourceIp': '203.0.113.7' },
      expect: place % 4 === 0 ? 'allowed' : 'denied',
    };
  });
  return JSON.stringify({ organization: '../organization.jsonc', tests: all }, undefined, 2);
}

async function writeAll(folder: string): Promise<string> {
  const files = organizationFiles(shape);
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  await mkdir(path.join(folder, 'tests'));
  for (let file = 0; file < tests.files; file++) await writeFile(path.join(folder, 'tests', `t${file}.iamtest.jsonc`), testFile(file));
  return files.get(scp) ?? assert.fail('the organization has the SCP');
}

/** Asks for lenses until nothing waits to be decided. */
async function settled(session: Session): Promise<readonly string[]> {
  for (;;) {
    const titles = await session.lenses();
    if (titles.some((title) => /\d (?:allowed|denied)/.test(title)) && !titles.some((title) => title.startsWith('…'))) return titles;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Types into the SCP's action, so that each keystroke is another policy. */
async function typing(session: Session, text: string): Promise<readonly number[]> {
  const line = text.split('\n').findIndex((one) => one.includes('"Action"'));
  const character = (text.split('\n')[line] ?? '').indexOf('s3:') + 's3:'.length;
  const spent: number[] = [];
  for (let count = 0; count < keystrokes; count++) {
    const before = performance.now();
    await session.type({ line, character }, 'x');
    const titles = await session.lenses();
    spent.push(performance.now() - before);
    assert.ok(!titles.some((title) => title.startsWith('…')), `all are decided: ${titles.join(' | ')}`);
  }
  return spent;
}

const alone = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: 'arn:aws:s3:::media/*' }],
  },
  undefined,
  2,
);

/** A policy that nothing is around, with requests remembered about it. */
async function aPolicyAlone(count: number): Promise<readonly number[]> {
  const session = await openSession(gatehouseServer, alone);
  const requests = Array.from({ length: count }, (_, index) => ({
    id: `request-${index}`,
    action: index % 2 === 0 ? 's3:GetObject' : 's3:PutObject',
    resource: `arn:aws:s3:::media/${index}`,
    principal: '',
    context: {},
  }));
  await session.notify('gatehouse/rememberRequests', { uri: 'file:///bench/policy.json', requests });
  await settled(session);
  const spent: number[] = [];
  const line = alone.split('\n').findIndex((one) => one.includes('s3:Get*'));
  for (let typed = 0; typed < keystrokes; typed++) {
    const before = performance.now();
    await session.type({ line, character: (alone.split('\n')[line] ?? '').indexOf('*') }, 'x');
    await session.lenses();
    spent.push(performance.now() - before);
  }
  await session.close();
  return spent;
}

void (async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
  try {
    const text = await writeAll(folder);
    const session = await openSession(gatehouseServer, text, pathToFileURL(folder).toString(), scp);
    const first = performance.now();
    const titles = await settled(session);
    const untilFirst = performance.now() - first;
    assert.match(titles.join(' | '), /\d{3,} allowed/);
    const spent = await typing(session, text);
    const memory = session.memory();
    await session.close();
    const small = await aPolicyAlone(50);
    const row = (title: string, values: readonly number[], limit: number): readonly string[] => {
      const p95 = quantile(values, 0.95);
      return [title, milliseconds(median(values)), milliseconds(p95), goal(`p95 ≤ ${limit} ms`, p95 <= limit)];
    };
    report({
      title: 'Live decisions',
      intro: `Bundled server over stdio; ${shape.accounts.toLocaleString('en')} accounts, ${(tests.files * tests.each).toLocaleString('en')} tests in ${tests.files} files, all of them below the SCP that is typed in: from a keystroke to the lenses above it, for which every test is decided again. Of a cold server the organization is read and every test made ready first. Resident memory then: ${memory.toFixed(0)} MB.`,
      columns: ['', 'median', 'p95', 'goal'],
      rows: [
        row('a keystroke in an SCP above 2,000 tests, to its lenses', spent, 100),
        [
          'the same, all tests decided again',
          milliseconds(median(spent)),
          milliseconds(quantile(spent, 0.95)),
          goal('≤ 500 ms', quantile(spent, 0.95) <= 500),
        ],
        row('a keystroke in a policy alone with 50 requests', small, 30),
        ['a cold server, until all tests are decided', milliseconds(untilFirst), '', ''],
      ],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
})();
