import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { message } from '../core/text/message';

import { runGit } from './gitProcess';
import type { GitProblem } from './gitProcess';
import type { Repository } from './repository';
import { createTree, followLinks, kindOf } from './tree';
import type { FileTree, TreeEntry, TreeText } from './tree';

/** Bigger files are no configuration; in bytes. */
const largestFile = 64 * 1024 * 1024;

/**
 * The files of the working tree: what git tracks, saved or not committed, and what is new and not ignored. What a sparse checkout leaves out
 * is there as the index has it. Deleted files are not there.
 */
export async function readWorkingTree(repository: Repository): Promise<FileTree | GitProblem> {
  if (repository.isBare) return { problem: message('this repository has no working tree; compare two revisions'), said: '' };
  const { folder } = repository;
  const [tracked, untracked] = await Promise.all([
    runGit(folder, ['ls-files', '-z', '-t', '--stage']),
    runGit(folder, ['ls-files', '-z', '--others', '--exclude-standard']),
  ]);
  if ('problem' in tracked) return tracked;
  if ('problem' in untracked) return untracked;
  const index = parseIndex(tracked.bytes);
  const names = untracked.bytes.toString('utf8').split('\0').filter(isPlainName);
  const entries = new Map<string, TreeEntry>(
    [...index.entries].sort(([one], [other]) => (one < other ? -1 : 1)).filter(([name]) => index.leftOut.has(name) || isThere(folder, name)),
  );
  for (const name of names) entries.set(name, { kind: 'file', id: '' });
  const fromIndex = createTree(repository, new Map([...index.entries].filter(([name]) => index.leftOut.has(name))));
  return {
    repository,
    entries,
    prefetch: (wanted) => fromIndex.prefetch(wanted),
    read(written) {
      if (fromIndex.entries.has(written)) return fromIndex.read(written);
      const place = followLinks(entries, written, (id) => linkTarget(repository, id));
      if (place === 'outside') return { problem: message('this leads out of the folder, and is not read') };
      return place === undefined ? undefined : readHere(folder, place);
    },
  };
}

/** Another repository within this one is listed as a folder. */
function isPlainName(name: string): boolean {
  return name !== '' && !name.endsWith('/');
}

function isThere(folder: string, name: string): boolean {
  return statSync(path.join(folder, name), { throwIfNoEntry: false }) !== undefined;
}

interface Index {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Paths that a sparse checkout leaves out. */
  readonly leftOut: ReadonlySet<string>;
}

/** `H 100644 ID STAGE<tab>PATH`; `S` for what is not checked out. A path with a conflict has several stages. */
function parseIndex(bytes: Buffer): Index {
  const entries = new Map<string, TreeEntry>();
  const leftOut = new Set<string>();
  for (const line of bytes.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [tag = '', mode = '', id = ''] = line.slice(0, tab).split(' ');
    const name = line.slice(tab + 1);
    entries.set(name, { kind: kindOf(mode), id });
    if (tag === 'S') leftOut.add(name);
  }
  return { entries, leftOut };
}

function linkTarget(repository: Repository, id: string): string | undefined {
  const target = createTree(repository, new Map([['link', { kind: 'file', id }]])).read('link');
  return target !== undefined && 'text' in target ? target.text : undefined;
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
