import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

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
const load = (name: string) => import(pathToFileURL(path.join(root, 'scripts/catalog', `${name}.mjs`)).href);
const last: Measured = JSON.parse(readFileSync(path.join(facts, 'gates.json'), 'utf8'));

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
      const { checkGates }: Gates = await load('gates');
      const problems = checkGates(measured, last);
      if (problem === undefined) assert.deepEqual(problems, []);
      else assert.match(problems.join('\n'), problem);
    });
  }

  it('compare what the catalog says with the sources', async () => {
    const { readSources }: Sources = await load('sources');
    const { checkRoundTrip }: Gates = await load('gates');
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
      const { date, rows } = JSON.parse(readFileSync(path.join(facts, name), 'utf8'));
      assert.match(date, /^20\d\d-\d\d-\d\d$/, name);
      for (const row of rows) assert.match(row.source, /^https:\/\/\S+$/, `${name}: ${JSON.stringify(row)}`);
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
      const ids = JSON.parse(readFileSync(path.join(facts, `${name}.json`), 'utf8')).rows.map((row: Record<string, string>) =>
        row[id]?.toLowerCase(),
      );
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
