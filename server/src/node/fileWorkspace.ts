import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { skippedFolders } from '../protocol/skippedFolders';
import { createGlobTest } from '../service/glob';
import { normaliseUri, uriBelow } from '../service/uris';
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
    const file = await open(fileURLToPath(uri));
    try {
      const { size } = await file.stat();
      if (size > limit) return undefined;
      // `readFile` would ask for the size again: with tens of thousands of small files every call counts.
      const bytes = Buffer.allocUnsafe(size);
      let length = 0;
      for (let more = size; more > 0 && length < size; length += more) more = (await file.read(bytes, length, size - length)).bytesRead;
      return bytes.toString('utf8', bytes.subarray(0, Math.min(3, length)).equals(byteOrderMark) ? 3 : 0, length);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

const byteOrderMark = Buffer.from('\ufeff');

/** Folders that are looked into at once. */
const foldersAtOnce = 32;

/** Files below a folder, sorted; links are not followed, so nothing outside is read and no cycle is walked. */
async function listBelow(folder: string, accept: (path: string) => boolean): Promise<string[]> {
  const root = pathToFileURL(folder).href.replace(/\/$/, '');
  const walk = async (relative: string): Promise<string[]> => {
    const entries = await readdir(path.join(folder, relative), { withFileTypes: true }).catch(() => []);
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const below = (name: string): string => (relative === '' ? name : `${relative}/${name}`);
    const inside = new Map<string, string[]>();
    const folders = entries.filter((entry) => entry.isDirectory() && !skippedFolders.has(entry.name));
    for (let at = 0; at < folders.length; at += foldersAtOnce) {
      const some = folders.slice(at, at + foldersAtOnce);
      for (const [index, found] of (await Promise.all(some.map(({ name }) => walk(below(name))))).entries())
        inside.set(some[index]?.name ?? '', found);
    }
    return entries.flatMap((entry) => {
      if (!entry.isFile()) return inside.get(entry.name) ?? [];
      return accept(below(entry.name)) ? [normaliseUri(uriBelow(root, below(entry.name)))] : [];
    });
  };
  return walk('');
}
