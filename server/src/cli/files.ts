import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { manifestNames } from '../core/organization/organizationFiles';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { skippedFolders } from '../protocol/skippedFolders';

/** The text of a file without a byte order mark, or why it cannot be read. */
export function readTextFile(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFileSync(file, 'utf8').replace(/^\ufeff/, '') };
  } catch (error) {
    return { problem: describeFileError(error) };
  }
}

export function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

export function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** JSON files below a folder, sorted, `/` as separator; links are not followed, so no cycle is walked. */
export function listJsonFiles(folder: string): readonly string[] {
  return listFiles(folder, /\.jsonc?$/i);
}

/** The same of files whose names match. */
export function listFiles(folder: string, name: RegExp): readonly string[] {
  const found: string[] = [];
  const walk = (relative: string): void => {
    const entries = readFolder(path.join(folder, relative));
    for (const entry of entries) {
      const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) walk(below);
      } else if (entry.isFile() && name.test(entry.name)) found.push(below);
    }
  };
  walk('');
  return found.sort();
}

/** What is in a folder; nothing where there is none. */
export function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The files of an organization on this disk. */
export function organizationFilesIn(folder: string): OrganizationFiles {
  return {
    read(file) {
      const read = readTextFile(path.join(folder, file));
      return 'text' in read ? read.text : undefined;
    },
    list: () => listJsonFiles(folder),
  };
}

/** The nearest folder with a manifest, from a folder upwards. */
export function findOrganizationFolder(from: string): string | undefined {
  let folder = path.resolve(from);
  for (;;) {
    const current = folder;
    if (manifestNames.some((name) => statSync(path.join(current, name), { throwIfNoEntry: false })?.isFile() === true)) return folder;
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

/** What the system says of a file, without its path: the caller names that as the user did. */
export function describeFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/^[A-Z]+: /, '').replace(/, .*$/, '');
}

/** In bytes; 0 where it cannot be told. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
