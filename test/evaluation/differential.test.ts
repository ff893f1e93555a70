import assert from 'node:assert/strict';
import { test } from 'node:test';

import { realCatalog } from '../support/realCatalog';
import { compareAnswers } from './compareAnswers';
import { shrinkScenario } from './random/shrinkScenario';
import { randomScenario } from './randomScenario';

const count = Number(process.env.GATEHOUSE_SCENARIOS ?? (process.env.GATEHOUSE_FULL === '1' ? 100_000 : 10_000));
const firstSeed = Number(process.env.GATEHOUSE_SEED ?? 1);

/** How many differences are shrunk and shown. */
const mostShown = 5;

test(`the engine and the naive reference agree on ${count} random scenarios from seed ${firstSeed}`, () => {
  const catalog = realCatalog();
  const shown: string[] = [];
  let differing = 0;
  let compared = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const scenario = randomScenario(seed);
    const { reference, differences } = compareAnswers(scenario, catalog);
    if (reference !== undefined) compared++;
    const [first] = differences;
    if (first === undefined) continue;
    differing++;
    if (shown.length >= mostShown) continue;
    const kind = first.split(':')[0];
    const smallest = shrinkScenario(scenario, (smaller) => compareAnswers(smaller, catalog).differences[0]?.split(':')[0] === kind);
    shown.push(`seed ${seed}: ${compareAnswers(smallest, catalog).differences.join('; ')}\n${JSON.stringify(smallest, undefined, 2)}`);
  }
  assert.equal(differing, 0, `${differing} differences\n${shown.join('\n\n')}`);
  assert.ok(compared > count * 0.95, `only ${compared} of ${count} could be compared`);
});
