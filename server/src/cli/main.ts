import { readFileSync } from 'node:fs';
import path from 'node:path';

import { programFolder } from '../node/programFolder';

import { processHost } from './host';
import { createProgramData } from './programData';
import { run } from './run';

/** The version in the package that this program came with. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(programFolder(), 'package.json'), 'utf8'));
  const isPackage = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isPackage && typeof manifest.version === 'string' ? manifest.version : '0.0.0';
}

const host = processHost();
run(process.argv.slice(2), { host, data: createProgramData(), version: readVersion() }).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    // A bug of ours: what it says is for whoever mends it.
    console.error(error);
    process.exitCode = 2;
  },
);
