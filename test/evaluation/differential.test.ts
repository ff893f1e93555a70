import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Decision, Layer } from '../../server/src/core/evaluation/decision';
import { realCatalog } from '../support/realCatalog';
import { compareAnswers } from './compareAnswers';
import { shrinkScenario } from './random/shrinkScenario';
import { randomScenario } from './randomScenario';

const count = Number(process.env.GATEHOUSE_SCENARIOS ?? (process.env.GATEHOUSE_FULL === '1' ? 100_000 : 10_000));
const firstSeed = Number(process.env.GATEHOUSE_SEED ?? 1);

/** How many differences are shrunk and shown. */
const mostShown = 5;

const decisions: readonly Decision[] = ['allowed', 'explicitDeny', 'implicitDeny', 'undetermined'];
const layers: readonly Layer[] = ['identity', 'permissionsBoundary', 'session', 'resource', 'scp', 'rcp', 'vpcEndpoint'];
const outcomes = [...decisions, ...layers];

test(`the engine and the naive reference agree on ${count} random scenarios from seed ${firstSeed}`, () => {
  const catalog = realCatalog();
  const shown: string[] = [];
  const counts = createCounts();
  let differing = 0;
  let compared = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const scenario = randomScenario(seed);
    const { engine, reference, differences } = compareAnswers(scenario, catalog);
    counts.add(engine.decision);
    if (engine.decidedBy !== null) counts.add(engine.decidedBy.layer);
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
  // What hardly occurs is hardly compared.
  for (const outcome of outcomes) assert.ok(counts.of(outcome) >= count * 0.02, `only ${counts.of(outcome)} of ${count} for ${outcome}`);
});

function createCounts() {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  return { of, add: (name: string) => counts.set(name, of(name) + 1) };
}
