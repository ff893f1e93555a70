import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { PolicyType } from '../../../server/src/core/policy/policyType';
import { createRandom } from '../../evaluation/random/randomSource';
import { randomScenario } from '../../evaluation/randomScenario';
import { realCatalog, realCatalogTexts } from '../../support/realCatalog';
import { generated } from './generated';
import type { GeneratedFile } from './generated';

const catalog = realCatalog();

function assertHolds(file: GeneratedFile, what: string): void {
  assert.deepEqual(file.problems, [], `${what}\n${file.text}`);
  for (const { name, outcome } of file.outcomes) assert.equal(outcome.kind, 'passed', `${what}: ${name}\n${file.text}`);
  assert.equal(file.outcomes.length, file.tests.count, what);
}

describe('tests that are generated for any policy', () => {
  it('of AWS: pass, and apply to nearly every statement', () => {
    const texts = realCatalogTexts();
    const random = createRandom(20_261_201);
    const all = process.env.GATEHOUSE_FULL === '1';
    let statements = 0;
    let exercised = 0;
    const missed: string[] = [];
    for (const { arn } of catalog.managedPolicies()) {
      if (!all && random.below(10) > 0) continue;
      const text = texts.managedPolicyDocument(arn);
      const file = text === undefined ? undefined : generated(text, 'identity', catalog);
      if (file === undefined) continue;
      assertHolds(file, arn);
      exercised += file.tests.exercised.length;
      statements += file.tests.exercised.length + file.tests.unexercised.length;
      for (const { statement, reason } of file.tests.unexercised) missed.push(`${arn} ${statement} ${JSON.stringify(reason)}`);
    }
    assert.ok(statements > 300, String(statements));
    if (process.env.GATEHOUSE_SHOW === '1') console.log(exercised, statements, missed.slice(0, 60).join('\n'));
    assert.ok(exercised / statements >= 0.95, `${exercised} of ${statements}\n${missed.join('\n')}`);
  });

  it('made at random: pass, whatever the policy type', () => {
    const types: readonly (readonly [string, PolicyType])[] = [
      ['identityPolicies', 'identity'],
      ['permissionsBoundary', 'permissionsBoundary'],
      ['sessionPolicies', 'session'],
      ['resourcePolicy', 'resource'],
      ['resourcePolicy', 'trust'],
      ['serviceControlPolicies', 'scp'],
      ['resourceControlPolicies', 'rcp'],
      ['vpcEndpointPolicies', 'vpcEndpoint'],
    ];
    let files = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const scenario: Readonly<Record<string, unknown>> = { ...randomScenario(seed) };
      for (const [member, type] of types) {
        const [document] = [scenario[member]].flat(2);
        if (typeof document !== 'object' || document === null) continue;
        const text = JSON.stringify('document' in document ? document.document : document);
        const file = generated(text, type, catalog);
        if (file === undefined) continue;
        files++;
        assertHolds(file, `seed ${seed} as ${type}: ${text}`);
      }
    }
    assert.ok(files > 60, String(files));
  });
});
