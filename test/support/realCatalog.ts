import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Catalog, CatalogTexts } from '../../server/src/core/catalog/catalog';
import type { CatalogData } from '../../server/src/core/catalog/catalogData';
import { readCatalogData } from '../../server/src/core/catalog/catalogData';
import { createCatalog } from '../../server/src/core/catalog/createCatalog';
import { createCatalogTexts } from '../../server/src/core/catalog/createCatalogTexts';

const root = process.cwd();
const folder = path.join(root, 'server/data/catalog');
let built = false;
let data: CatalogData | undefined;
let catalog: Catalog | undefined;
let texts: CatalogTexts | undefined;

/** A part of the built catalog as parsed JSON; the catalog is built first when it is not there or out of date. */
export function readCatalogPart(name: string): unknown {
  if (!built) {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/buildCatalog.mjs'], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    built = true;
  }
  return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
}

/** The core data of the built catalog. */
export function realCatalogData(): CatalogData {
  if (data !== undefined) return data;
  const read = readCatalogData(readCatalogPart('core'));
  if ('problem' in read) throw new Error(read.problem.template);
  return (data = read.data);
}

/** The catalog of all AWS services; shared, since it never changes. */
export function realCatalog(): Catalog {
  return (catalog ??= createCatalog(realCatalogData()));
}

/** The texts of the same. */
export function realCatalogTexts(): CatalogTexts {
  return (texts ??= createCatalogTexts({
    core: realCatalogData(),
    text: readCatalogPart('text'),
    urls: readCatalogPart('urls'),
    policies: readCatalogPart('policies'),
    policyDocuments: readCatalogPart('policyDocuments'),
  }));
}
