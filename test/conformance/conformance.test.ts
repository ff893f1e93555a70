import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { evaluate } from '../../server/src/core/evaluation/evaluate';
import { evaluateCondition, compileCondition } from '../../server/src/core/evaluation/conditions/condition';
import { absentSlot } from '../../server/src/core/evaluation/context';
import type { ContextSlot } from '../../server/src/core/evaluation/context';
import { readScenario } from '../../server/src/core/evaluation/scenario';
import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import { parseJson } from '../../server/src/core/syntax/parseJson';
import { valueOf } from '../../server/src/core/syntax/queries';
import { english } from '../../server/src/core/text/message';
import { realCatalog } from '../support/realCatalog';

const lines = (file: string): readonly string[] =>
  readFileSync(`test/conformance/${file}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

interface ConditionRow {
  readonly source: string;
  readonly condition: unknown;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly match: boolean;
}

function isConditionRow(value: unknown): value is ConditionRow {
  return typeof value === 'object' && value !== null && 'condition' in value && 'context' in value && 'match' in value;
}

function readRow(line: string): ConditionRow {
  const row: unknown = JSON.parse(line);
  assert.ok(isConditionRow(row));
  return row;
}

/** The condition rows test the operators alone: a key that is not there is absent, whatever AWS says about its presence. */
function holds({ condition, context }: ConditionRow): boolean {
  const slots = new Map<string, ContextSlot>(
    Object.entries(context).map(([key, value]) => [
      key.toLowerCase(),
      { state: 'value', values: [value].flat(), multivalued: Array.isArray(value), origin: 'given' },
    ]),
  );
  const policy = lowerPolicy(
    parseJson(JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition } })).root,
  );
  const entries = policy.statements[0]?.conditions ?? [];
  return entries.every((entry) => {
    const result = evaluateCondition(compileCondition(entry, true), { slots, derive: () => absentSlot, assumptions: undefined });
    assert.notEqual(result, 1, 'nothing is unknown here');
    return result === 2;
  });
}

describe('conditions that AWS documents', () => {
  const rows = lines('conditions.jsonl');
  it('are all there', () => assert.equal(rows.length, 104));
  for (const [index, line] of rows.entries()) {
    const row = readRow(line);
    it(`${index + 1}: ${JSON.stringify(row.condition).slice(0, 80)} with ${JSON.stringify(row.context).slice(0, 80)}`, () => {
      assert.equal(holds(row), row.match);
    });
  }
});

describe('requests that AWS documents or somebody measured', () => {
  const rows = lines('scenarios.jsonl');
  it('are all there', () => assert.equal(rows.length, 106));
  for (const line of rows) {
    const { scenario, problems, name } = readScenario(parseJson(line).root, () => undefined);
    it(name ?? 'a scenario without name', () => {
      assert.deepEqual(problems.map(english), []);
      assert.ok(scenario !== undefined);
      const trace = evaluate(scenario.request, scenario.policies, realCatalog());
      assert.equal(trace.decision, scenario.expect);
      assert.equal(trace.decidedBy === null, trace.decision === 'undetermined');
    });
    it(`${name}: has an expectation`, () => assert.equal(valueOf(parseJson(line).root, 'expect')?.kind, 'string'));
  }
});
