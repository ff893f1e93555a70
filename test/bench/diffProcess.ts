// What a change of one SCP flips among 50,000 principals of 10,000 accounts, in a process of its own: `node diffProcess.js DISTINCT`.
// Prints its measurements as JSON.
import { performance } from 'node:perf_hooks';

import { diffOrganizations } from '../../server/src/core/queries/diff';
import { groupChanges } from '../../server/src/core/queries/groupChanges';
import { complete } from '../../server/src/core/queries/progress';
import { realCatalog } from '../support/realCatalog';
import { regionsAndNo, sweepModel } from './sweepModel';

const model = sweepModel(Number(process.argv[2] ?? '300'), { accounts: 10_000, principals: 5 });
const catalog = realCatalog();
const known = { context: {}, contextIsComplete: true };
const edits = { unit: model.edited('unit'), root: model.edited('root', regionsAndNo(process.argv[3] ?? 'lambda:*')) };

for (const [place, edited] of Object.entries(edits)) {
  const start = performance.now();
  const answer = complete(diffOrganizations({ ...model, catalog }, { ...edited, catalog }, known));
  const diff = performance.now() - start;
  const groups = groupChanges(answer.principals, catalog).length;
  const changes = answer.principals.reduce((sum, principal) => sum + principal.changes.length, 0);
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(JSON.stringify({ place, diff, grouped: performance.now() - start - diff, ...answer.compared, changes, groups, memory }));
}
