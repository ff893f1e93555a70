// One sweep in a process of its own: `node --expose-gc sweepProcess.js DISTINCT edits|memory`. Prints its measurements as JSON.
import { performance } from 'node:perf_hooks';

import { complete } from '../../server/src/core/queries/progress';
import { sweep, sweepAgain } from '../../server/src/core/queries/sweep';
import { realCatalog } from '../support/realCatalog';
import { sweepModel, sweepRequests } from './sweepModel';
import { median } from './table';

const distinct = Number(process.argv[2] ?? '300');
const model = sweepModel(distinct);
const catalog = realCatalog();
const requests = sweepRequests();

function timed<Result>(run: () => Result): { readonly time: number; readonly result: Result } {
  const start = performance.now();
  const result = run();
  return { time: performance.now() - start, result };
}

const first = timed(() => complete(sweep({ ...model, catalog }, requests)));
const rounds: Record<string, number[]> = { sweep: [first.time], unit: [], root: [] };
let isEqual = true;
if (process.argv[3] === 'edits') {
  for (let round = 0; round < 5; round++) {
    rounds['sweep']?.push(timed(() => complete(sweep({ ...model, catalog }, requests))).time);
    for (const place of ['unit', 'root'] as const) {
      const edited = model.edited(place);
      const again = timed(() => complete(sweepAgain(first.result, { ...edited, catalog })));
      rounds[place]?.push(again.time);
      if (round > 0) continue;
      const anew = complete(sweep({ ...edited, catalog }, requests));
      isEqual &&=
        Buffer.compare(again.result.answers, anew.answers) === 0 && Buffer.compare(again.result.answers, first.result.answers) !== 0;
    }
  }
}
globalThis.gc?.();
globalThis.gc?.();
const memory = process.memoryUsage().rss / 2 ** 20;
console.log(
  JSON.stringify({
    first: first.time,
    sweep: median(rounds['sweep'] ?? []),
    unit: median(rounds['unit'] ?? []),
    root: median(rounds['root'] ?? []),
    decisions: first.result.answers.length,
    isEqual: isEqual ? 1 : 0,
    memory,
    ...Object.fromEntries([0, 1, 2, 3].map((code) => [`code${code}`, first.result.answers.filter((answer) => answer === code).length])),
  }),
);
