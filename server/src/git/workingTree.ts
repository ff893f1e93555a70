import { lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';

import { message } from '../core/text/message';

import { runGit } from './gitProcess';
import type { GitProblem } from './gitProcess';
import type { Repository } from './repository';
import { createTree, followLinks, kindOf, largestFile } from './tree';
import type { FileTree, TreeEntry, TreeText } from './tree';

/**
 * The files of the working tree: what git tracks, committed or not, and what is new and not ignored, as far as `wanted` takes their paths.
 * What a sparse checkout leaves out is there as the index has it; what is deleted is not there.
 */
export async function readWorkingTree(
  repository: Repository,
  wanted: (path: string) => boolean = () => true,
): Promise<FileTree | GitProblem> {
  if (repository.isBare) return { problem: message('this repository has no working tree; compare two revisions'), said: '' };
  const { folder } = repository;
  const [tracked, untracked] = await Promise.all([
    runGit(folder, ['ls-files', '-z', '-t', '--stage']),
    runGit(folder, ['ls-files', '-z', '--others', '--exclude-standard']),
  ]);
  if ('problem' in tracked) return tracked;
  if ('problem' in untracked) return untracked;
  const names = untracked.bytes.toString('utf8').split('\0').filter(isPlainName);
  const index = parseIndex(tracked.bytes, wanted);
  const fromIndex = createTree(repository, index.leftOut);
  const entries = new Map<string, TreeEntry>(index.leftOut);
  for (const name of [...index.present, ...names.filter(wanted)].sort()) {
    const kind = kindHere(folder, name);
    if (kind !== undefined) entries.set(name, { kind, id: name });
  }
  return {
    repository,
    entries,
    isOnDisk: (name) => !index.leftOut.has(name),
    prefetch: (accept) => fromIndex.prefetch(accept),
    read(written) {
      const place = followLinks(entries, written, (name) => linkTarget(folder, name));
      if (place === 'outside') return { problem: message('this leads out of the folder, and is not read') };
      if (place === undefined) return undefined;
      return index.leftOut.has(place.path) ? fromIndex.read(place.path) : readHere(folder, place.path);
    },
  };
}

/** Another repository within this one is listed as a folder. */
function isPlainName(name: string): boolean {
  return name !== '' && !name.endsWith('/');
}

function kindHere(folder: string, name: string): TreeEntry['kind'] | undefined {
  const found = lstatSync(path.join(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return 'link';
  // Where git tracks a folder it is a repository of its own.
  return found.isDirectory() ? 'submodule' : 'file';
}

interface Index {
  readonly present: ReadonlySet<string>;
  /** What a sparse checkout leaves out. */
  readonly leftOut: ReadonlyMap<string, TreeEntry>;
}

/** `H 100644 ID STAGE<tab>PATH`; `S` for what is not checked out. A path with a conflict has several stages. */
function parseIndex(bytes: Buffer, wanted: (path: string) => boolean): Index {
  const present = new Set<string>();
  const leftOut = new Map<string, TreeEntry>();
  for (const line of bytes.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [tag = '', mode = '', id = ''] = line.slice(0, tab).split(' ');
    const name = line.slice(tab + 1);
    const kind = kindOf(mode);
    if (kind === 'file' && !wanted(name)) continue;
    if (tag === 'S') leftOut.set(name, { kind, id });
    else present.add(name);
  }
  return { present, leftOut };
}

function linkTarget(folder: string, name: string): string | undefined {
  try {
    return readlinkSync(path.join(folder, name)).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}

function readHere(folder: string, name: string): TreeText {
  const file = path.join(folder, name);
  try {
    if (statSync(file).size > largestFile) {
      return { problem: message('this file is larger than {0} MB, and is not read', largestFile / 1024 / 1024) };
    }
    return { text: readFileSync(file, 'utf8').replace(/^\ufeff/, '') };
  } catch (error) {
    return { problem: message('cannot be read: {0}', error instanceof Error ? error.message : String(error)) };
  }
}
