import { accessSync, constants, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describeFileError, readFolder } from './files';

/** Whether `writeNewFolder` could make this folder: `exists` when something is there already, else what the system would refuse. */
export function whyNotNew(folder: string): string | undefined {
  try {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found !== undefined) {
      if (!found.isDirectory() || readFolder(folder).length > 0) return 'exists';
      accessSync(folder, constants.W_OK);
      return undefined;
    }
    const parent = path.dirname(folder);
    if (statSync(parent, { throwIfNoEntry: false }) === undefined) return parent === folder ? undefined : whyNotNew(parent);
    if (!statSync(parent).isDirectory()) return 'not a directory';
    accessSync(parent, constants.W_OK);
    return undefined;
  } catch (error) {
    return describeFileError(error);
  }
}

/**
 * Writes files into a folder that is not there yet or is empty. The last one takes its place at once and whole: until then it is not there,
 * however the program ends. What went wrong, and then nothing is left; `exists`: there is something already.
 */
export function writeNewFolder(folder: string, files: readonly (readonly [path: string, text: string])[]): string | undefined {
  const refused = whyNotNew(folder);
  if (refused !== undefined) return refused;
  const made: { readonly path: string; readonly isFolder: boolean }[] = [];
  try {
    const first = mkdirSync(folder, { recursive: true });
    if (first !== undefined) made.push({ path: first, isFolder: true });
    for (const [index, [file, text]] of files.entries()) {
      const target = path.join(folder, file);
      const above = mkdirSync(path.dirname(target), { recursive: true });
      if (above !== undefined) made.push({ path: above, isFolder: true });
      made.push({ path: target, isFolder: false });
      if (index < files.length - 1) writeFileSync(target, text, { flag: 'wx' });
      else writeAtOnce(target, text);
    }
    return undefined;
  } catch (error) {
    for (const { path: own, isFolder } of made.reverse()) rmSync(own, { force: true, recursive: isFolder });
    return describeFileError(error);
  }
}

function writeAtOnce(target: string, text: string): void {
  const part = `${target}.part`;
  try {
    writeFileSync(part, text, { flag: 'wx', flush: true });
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
