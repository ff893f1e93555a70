import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { skippedFolders } from '../protocol/skippedFolders';
import { createGlobTest } from '../service/glob';
import { normaliseUri } from '../service/uris';
import type { Workspace } from '../service/workspace';

/** Larger files are no policies; reading them would only cost memory. */
const largestFile = 64 * 1024 * 1024;

/** Files on this machine, by node; every other kind of URI is asked of `fallback`. */
export function createFileWorkspace(folders: () => readonly string[], fallback: Workspace): Workspace {
  return {
    readFile: (uri, limit = largestFile) => (isFile(uri) ? readText(uri, Math.min(limit, largestFile)) : fallback.readFile(uri, limit)),
    async listFiles(glob, base) {
      const bases = base === undefined ? folders() : [base];
      const found = await Promise.all(
        bases.map((folder) => (isFile(folder) ? listBelow(fileURLToPath(folder), createGlobTest(glob)) : fallback.listFiles(glob, folder))),
      );
      return [...new Set(found.flat())];
    },
  };
}

function isFile(uri: string): boolean {
  return uri.startsWith('file:');
}

async function readText(uri: string, limit: number): Promise<string | undefined> {
  try {
    const file = fileURLToPath(uri);
    if ((await stat(file)).size > limit) return undefined;
    return (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}

/** Files below a folder, sorted; links are not followed, so nothing outside is read and no cycle is walked. */
async function listBelow(folder: string, accept: (path: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  const walk = async (relative: string): Promise<void> => {
    const entries = await readdir(path.join(folder, relative), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) await walk(below);
      } else if (entry.isFile() && accept(below)) found.push(normaliseUri(pathToFileURL(path.join(folder, below)).href));
    }
  };
  await walk('');
  return found;
}
