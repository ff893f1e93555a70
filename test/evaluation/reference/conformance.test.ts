import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { realCatalog } from '../../support/realCatalog';
import { holds } from './conditions';
import { decideByReference } from './reference';
import type { ConditionJson, OneOrMany, Scalar, ScenarioJson } from './scenario';
import { toList } from './scenario';

interface ConditionRow {
  readonly condition: ConditionJson;
  readonly context: Readonly<Record<string, OneOrMany<Scalar>>>;
  readonly match: boolean;
}

function readRows<Row>(name: string, isRow: (row: unknown) => row is Row): readonly Row[] {
  const lines = readFileSync(`test/conformance/${name}`, 'utf8').trim().split('\n');
  return lines.map((line): unknown => JSON.parse(line)).filter(isRow);
}

const has = (row: unknown, ...names: readonly string[]) => names.every((name) => typeof row === 'object' && row !== null && name in row);
const isConditionRow = (row: unknown): row is ConditionRow => has(row, 'condition', 'context', 'match');
const isScenario = (row: unknown): row is ScenarioJson => has(row, 'request', 'expect');

test('the reference answers every documented condition', () => {
  const rows = readRows('conditions.jsonl', isConditionRow);
  const wrong = rows.filter(({ condition, context, match }) => {
    const given = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
    const valuesOf = (key: string) => given.get(key.toLowerCase());
    const world = {
      resource: '*',
      undocumented: undefined,
      loneStarIsArn: false,
      taskPolicySpares: true,
      isMultivalued: (key: string) => Array.isArray(valuesOf(key)),
      values(key: string) {
        const values = valuesOf(key);
        return values === undefined ? undefined : toList(values).map(String);
      },
    };
    return holds(condition, '2012-10-17', world) !== match;
  });
  assert.deepEqual(wrong, []);
  assert.equal(rows.length, 104);
});

test('the reference answers every documented scenario', () => {
  const rows = readRows('scenarios.jsonl', isScenario);
  const wrong = rows.filter((scenario) => decideByReference(scenario, realCatalog())?.decision !== scenario.expect);
  assert.deepEqual(
    wrong.map(({ name }) => name),
    [],
  );
  assert.equal(rows.length, 106);
});
