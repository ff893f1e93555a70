import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { createRandom } from '../evaluation/random/randomSource';

import { gatehouseServer, openSession } from './lspProcess';
import type { Session } from './lspProcess';
import { policyOfSize } from './policies';
import { goal, median, milliseconds, quantile, report } from './table';

const policies = 5000;
const rounds = 5;
const open = '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["s3:"], "Resource": "*" }\n  ]\n}\n';

/** As many policies of 2 to 16 KB in folders of a hundred, each with one action that does not exist. */
async function writePolicies(folder: string): Promise<number> {
  const random = createRandom(5);
  let size = 0;
  for (let index = 0; index < policies; index++) {
    const below = path.join(folder, `team-${Math.floor(index / 100)}`);
    if (index % 100 === 0) await mkdir(below);
    const text = policyOfSize(2000 + random.below(14_000), random.below(3000)).replace(/"Action": \[\n/, '$&        "s3:GetObjct",\n');
    size += text.length;
    await writeFile(path.join(below, `policy-${index}.json`), text);
  }
  return size;
}

/** Types in the open policy and completes, over and over, until told to stop. */
async function typeOn(session: Session, isOver: () => boolean): Promise<readonly number[]> {
  const spent: number[] = [];
  const position = { line: 3, character: open.split('\n')[3]?.indexOf('s3:"') ?? 0 };
  for (let count = 0; !isOver(); count++) {
    await session.type({ line: 5, character: 1 }, ' ');
    const before = performance.now();
    const items = await session.complete({ ...position, character: position.character + 3 });
    spent.push(performance.now() - before);
    assert.ok(items.length > 100);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return spent;
}

void (async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
  try {
    const size = await writePolicies(folder);
    const [times, memories]: [number[], number[]] = [[], []];
    const [alone, meanwhile]: [number[], number[]] = [[], []];
    let files = 0;
    for (let round = 0; round < rounds; round++) {
      const session = await openSession(gatehouseServer, open, pathToFileURL(folder).toString());
      let left = 200;
      alone.push(...(await typeOn(session, () => left-- === 0)));
      files = 0;
      let done = false;
      const before = performance.now();
      const all = session
        .allDiagnostics((findings) => {
          if (findings > 0) files += 1;
        })
        .then(() => {
          done = true;
          times.push(performance.now() - before);
        });
      meanwhile.push(...(await typeOn(session, () => done)));
      await all;
      memories.push(session.memory());
      await session.close();
    }
    assert.ok(files >= policies * 0.95, `findings in ${files} files`);
    const [total, before, now] = [median(times), quantile(alone, 0.95), quantile(meanwhile, 0.95)];
    report({
      title: 'A workspace of 5,000 policies',
      intro: `${policies} policies of 2 to 16 KB on disk, ${(size / 1e6).toFixed(0)} MB in all, from statements of AWS's managed policies; the bundled server over stdio reads and checks them all while somebody types and completes in an open one. ${rounds} runs.`,
      columns: ['', 'measured', 'goal'],
      rows: [
        ['all findings, with somebody typing', `${(total / 1000).toFixed(2)} s`, goal('≤ 10 s', total <= 10_000)],
        ['completion meanwhile, p50', milliseconds(median(meanwhile)), ''],
        ['completion meanwhile, p95', milliseconds(now), goal('≤ 15 ms', now <= 15)],
        ['completion before, p95', milliseconds(before), ''],
        ['longest completion meanwhile', milliseconds(Math.max(...meanwhile)), ''],
        ['resident memory after it', `${median(memories).toFixed(0)} MB`, ''],
      ],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
})();
