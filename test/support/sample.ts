import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { inRoot } from './root';

/** The files of a sample organization, by path below its folder. */
export function readSample(name = 'company'): Readonly<Record<string, string>> {
  const folder = inRoot(`samples/${name}`);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(path.join(folder, file)).isFile());
  return Object.fromEntries(names.map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(folder, file), 'utf8')]));
}
