import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { inRoot } from '../../support/root';

/** The sample organization, by path below the workspace's folder; some files otherwise. */
export function sampleCompany(changed: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const folder = inRoot('samples/company');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  return { ...Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')])), ...changed };
}
