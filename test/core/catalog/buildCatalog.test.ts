import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

import { isRecord } from '../../../server/src/core/catalog/catalogData';
import { readCatalogPart, realCatalog, realCatalogTexts } from '../../support/realCatalog';

interface Measured {
  readonly counts: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, number>>;
  readonly zipped: number;
}

interface Gates {
  checkGates(measured: Measured, last: Omit<Measured, 'zipped'>): readonly string[];
  checkRoundTrip(model: unknown, decoded: unknown): readonly string[];
}

interface Sources {
  readSources(root: string): Promise<{ services: { actions: { level: string; keys: string[] }[] }[] }>;
}

const root = process.cwd();
const facts = path.join(root, 'server/data/facts');

const load = async (name: string): Promise<unknown> => {
  const module: unknown = await import(pathToFileURL(path.join(root, 'scripts/catalog', `${name}.mjs`)).href);
  return module;
};

async function loadGates(): Promise<Gates> {
  const module = await load('gates');
  const isGates = (value: unknown): value is Gates =>
    isRecord(value) && typeof value['checkGates'] === 'function' && typeof value['checkRoundTrip'] === 'function';
  assert.ok(isGates(module));
  return module;
}

async function loadSources(): Promise<Sources> {
  const module = await load('sources');
  const isSources = (value: unknown): value is Sources => isRecord(value) && typeof value['readSources'] === 'function';
  assert.ok(isSources(module));
  return module;
}

function readLastCounts(): Measured {
  const value: unknown = JSON.parse(readFileSync(path.join(facts, 'gates.json'), 'utf8'));
  const isMeasured = (candidate: unknown): candidate is Measured =>
    isRecord(candidate) && isRecord(candidate['counts']) && isRecord(candidate['facts']) && typeof candidate['zipped'] === 'number';
  assert.ok(isMeasured(value));
  return value;
}

/** The day and the rows of a fact file. */
function readFacts(name: string): { readonly date: string; readonly rows: readonly Readonly<Record<string, unknown>>[] } {
  const value: unknown = JSON.parse(readFileSync(path.join(facts, name), 'utf8'));
  assert.ok(isRecord(value), name);
  const rows: unknown = value['rows'];
  assert.ok(Array.isArray(rows), name);
  return { date: String(value['date']), rows: rows.filter(isRecord) };
}

const last = readLastCounts();

describe('the gates of the catalog', () => {
  const change = (part: 'counts' | 'facts', name: string, factor: number): Measured => ({
    ...last,
    [part]: { ...last[part], [name]: Math.round((last[part][name] ?? 0) * factor) },
  });
  const cases: readonly [what: string, measured: Measured, problem: RegExp | undefined][] = [
    ['the last counts', last, undefined],
    ['a little growth', change('counts', 'actions', 1.05), undefined],
    ['a loss of three in a hundred actions', change('counts', 'resourceTypes', 0.97), /resourceTypes fell/],
    ['growth by an eighth', change('counts', 'actions', 1.125), /actions grew/],
    ['too few services', { ...last, counts: { ...last.counts, services: 449 } }, /449 services, at least 450/],
    ['too few managed policies', { ...last, counts: { ...last.counts, managedPolicies: 1589 } }, /1589 managedPolicies/],
    ['the loss of all dependent actions', change('facts', 'dependentActions', 0), /dependentActions fell/],
    ['the loss of a quarter of the permission-only actions', change('facts', 'permissionOnlyActions', 0.75), /permissionOnlyActions fell/],
    ['the loss of a tenth of the condition pairs', change('facts', 'conditionPairs', 0.9), undefined],
    ['the loss of a quarter of the condition pairs', change('facts', 'conditionPairs', 0.75), /conditionPairs fell/],
    ['more than a megabyte', { ...last, zipped: 1_000_001 }, /1000001 bytes zipped/],
    ['no counts at all', { ...last, counts: {}, facts: {} }, /undefined services/],
  ];
  for (const [what, measured, problem] of cases) {
    it(`${problem === undefined ? 'let pass' : 'stop'} ${what}`, async () => {
      const { checkGates } = await loadGates();
      const problems = checkGates(measured, last);
      if (problem === undefined) assert.deepEqual(problems, []);
      else assert.match(problems.join('\n'), problem);
    });
  }

  it('compare what the catalog says with the sources', async () => {
    const { readSources } = await loadSources();
    const { checkRoundTrip } = await loadGates();
    const decoded = { catalog: realCatalog(), texts: realCatalogTexts() };
    const model = await readSources(root);
    assert.deepEqual(checkRoundTrip(model, decoded), []);
    const action = model.services[100]?.actions[0];
    assert.ok(action);
    action.level = action.level === 'read' ? 'write' : 'read';
    action.keys.push('aws:SourceIp');
    assert.equal(checkRoundTrip(model, decoded).length, 1);
  });
});

describe('the build of the catalog', () => {
  it('does nothing when nothing has changed', () => {
    readCatalogPart('meta');
    const { status } = spawnSync(process.execPath, ['scripts/buildCatalog.mjs']);
    assert.equal(status, 0);
    const again = spawnSync(process.execPath, ['scripts/buildCatalog.mjs'], { encoding: 'utf8' });
    assert.deepEqual([again.status, again.stdout], [0, '']);
  });

  it('names the source of every fact', () => {
    for (const name of readdirSync(facts).filter((file) => file !== 'gates.json')) {
      const { date, rows } = readFacts(name);
      assert.ok(rows.length > 0, name);
      assert.match(date, /^20\d\d-\d\d-\d\d$/, name);
      for (const row of rows) assert.match(String(row['source']), /^https:\/\/\S+$/, `${name}: ${JSON.stringify(row)}`);
    }
  });

  it('lists no fact twice', () => {
    for (const [name, id] of [
      ['globalConditionKeys', 'key'],
      ['conditionKeyValues', 'key'],
      ['servicePrincipals', 'principal'],
      ['regions', 'name'],
      ['partitions', 'name'],
      ['quotas', 'name'],
    ] as const) {
      const ids = readFacts(`${name}.json`).rows.map((row) => String(row[id]).toLowerCase());
      assert.equal(new Set(ids).size, ids.length, name);
    }
  });
});

describe('the code of the catalog', () => {
  it('runs anywhere: it bundles without any API of a platform', async () => {
    const folder = path.join(root, 'server/src/core/catalog');
    const contents = readdirSync(folder).map((file) => `export * from './${path.basename(file, '.ts')}';`);
    const { errors, metafile } = await build({
      stdin: { contents: contents.join('\n'), resolveDir: folder },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      metafile: true,
    });
    assert.deepEqual(errors, []);
    assert.ok(Object.keys(metafile.inputs).every((file) => file === '<stdin>' || file.startsWith('server/src/core/')));
  });
});
