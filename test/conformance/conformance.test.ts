import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { realCatalog } from '../support/realCatalog';
import { answerCase, linesOf, readTopics } from './cases';
import { answerConditionRow, readConditionRow } from './conditionRow';
import { conformancePage } from './conformancePage';

describe('conditions that AWS documents', () => {
  const rows = linesOf('test/conformance/conditions.jsonl');
  it('are all there', () => assert.equal(rows.length, 104));
  for (const [index, line] of rows.entries()) {
    const row = readConditionRow(line);
    it(`${index + 1}: ${JSON.stringify(row.condition).slice(0, 80)} with ${JSON.stringify(row.context).slice(0, 80)}`, () => {
      assert.equal(answerConditionRow(row), row.match);
    });
  }
});

describe('requests that AWS documents or somebody measured', () => {
  const [scenarios] = readTopics();
  it('are all there, each with an expectation', () => {
    assert.equal(scenarios?.cases.length, 106);
    assert.deepEqual(scenarios.cases.filter(({ scenario }) => scenario.expect === undefined), []);
  });
  for (const given of scenarios?.cases ?? []) {
    it(given.scenario.name, () => {
      const { decision, decidedBy } = answerCase(given, realCatalog());
      assert.equal(decision, given.scenario.expect);
      assert.equal(decidedBy === null, decision === 'undetermined');
    });
  }
});

describe('docs/conformance.md', () => {
  it('says what is answered now (node scripts/writeConformance.mjs)', () => {
    assert.equal(readFileSync('docs/conformance.md', 'utf8'), conformancePage(realCatalog()));
  });
});
