// How long the steps of queries over 100,000 principals are, in a process of its own. Prints its measurements as JSON.
import { performance } from 'node:perf_hooks';

import { diffOrganizations } from '../../server/src/core/queries/diff';
import { everybodyOf } from '../../server/src/core/queries/members';
import { complete } from '../../server/src/core/queries/progress';
import type { SteppedQuery } from '../../server/src/core/queries/progress';
import { sweep, sweepAgain } from '../../server/src/core/queries/sweep';
import { whatCan } from '../../server/src/core/queries/whatCan';
import { whoCan } from '../../server/src/core/queries/whoCan';
import { realCatalog } from '../support/realCatalog';
import { sweepModel, sweepRequests } from './sweepModel';

const model = sweepModel(300);
const catalog = realCatalog();
const sources = { ...model, catalog };
const edited = { ...model.edited('unit'), catalog };
const known = { context: {}, contextIsComplete: true };
const earlier = complete(sweep(sources, sweepRequests()));
const [somebody] = everybodyOf(model.organization);
if (somebody === undefined) throw new Error('the organization has no principal');

const queries: Readonly<Record<string, () => SteppedQuery<unknown>>> = {
  sweep: () => sweep(sources, sweepRequests()),
  again: () => sweepAgain(earlier, edited),
  whoCan: () => whoCan(sources, { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket-7/a', ...known }),
  whatCan: () => whatCan(sources, somebody, known),
  diff: () => diffOrganizations(sources, edited, known),
};

/** The longest step of a query, pauses of the garbage collector included. */
function longestOf(query: SteppedQuery<unknown>): number {
  let longest = 0;
  for (;;) {
    const start = performance.now();
    const step = query.next();
    longest = Math.max(longest, performance.now() - start);
    if (step.done === true) return longest;
  }
}

// What else the machine does can only make a step longer: the quietest of three rounds counts.
const rounds = Object.entries(queries).map(([name, start]) => [name, Math.min(...[1, 2, 3].map(() => longestOf(start())))] as const);
console.log(JSON.stringify(Object.fromEntries(rounds)));
