import { readFileSync, statSync } from 'node:fs';

import { inRoot } from '../support/root';
import { readZip } from '../support/zip';
import { goal, report } from './table';

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MB`;

const vsix = inRoot('gatehouse.vsix');
const size = statSync(vsix).size;
const data = readZip(readFileSync(vsix))
  .filter(({ name }) => name.startsWith('extension/server/data/'))
  .reduce((sum, { compressedSize }) => sum + compressedSize, 0);
report({
  title: 'The packed extension',
  intro: '`gatehouse.vsix` as `npm run package` makes it.',
  columns: ['', 'size', 'goal'],
  rows: [
    ['gatehouse.vsix', megabytes(size), goal('≤ 2.5 MB', size <= 2.5 * 1024 * 1024)],
    ['catalog in it, zipped', megabytes(data), goal('≤ 1.0 MB', data <= 1024 * 1024)],
  ],
});
