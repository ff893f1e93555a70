import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Repository } from './revision';
import { findRepository, findRevision } from './revision';
import { isReadable, largestFile, listRevision } from './revisionFiles';
import type { BlobEntry } from './revisionFiles';
import { askGit } from './runGit';
import type { GitProblem } from './runGit';

/** What lies in a working tree now, by paths from its root. */
export interface WorkingTree {
  /** Tracked or not, but not what git ignores. */
  readonly files: readonly string[];
  /** Tracked, but left out of a sparse working tree: they are as they are in the index. */
  readonly leftOut: ReadonlySet<string>;
}

/** The readable files of a working tree; git's own `diff` would start the filters that a repository configures. */
export async function listWorkingTree({ root }: Repository): Promise<WorkingTree | GitProblem> {
  const listed = await askGit(root, ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard']);
  if ('problem' in listed) return listed;
  const entries = [...new Set(listed.toString('utf8').split('\0'))].filter((entry) => isReadable(entry.slice(2)));
  const named = (isWanted: (tag: string) => boolean): readonly string[] =>
    entries.filter((entry) => isWanted(entry[0] ?? '')).map((entry) => entry.slice(2));
  const files = named((tag) => tag !== 'S').filter((file) => {
    const found = lstatSync(path.join(root, file), { throwIfNoEntry: false });
    return found?.isFile() === true && found.size <= largestFile;
  });
  return { files, leftOut: new Set(named((tag) => tag === 'S')) };
}

/** Paths that only one side has, or that both have with other bytes; ends of lines, which git may change on the way, do not count. */
export function filesThatDiffer(root: string, before: readonly BlobEntry[], after: WorkingTree): readonly string[] {
  const entries = new Map(before.map((entry) => [entry.path, entry]));
  const differing = after.files.filter((file) => {
    const entry = entries.get(file);
    entries.delete(file);
    return entry === undefined || !isObject(path.join(root, file), entry.object);
  });
  return [...differing, ...[...entries.keys()].filter((file) => !after.leftOut.has(file))].sort();
}

/** Paths that differ between two commits. */
export function entriesThatDiffer(before: readonly BlobEntry[], after: readonly BlobEntry[]): readonly string[] {
  const objects = new Map(before.map(({ path: file, object }) => [file, object]));
  const differing = after.filter(({ path: file, object }) => {
    const old = objects.get(file);
    objects.delete(file);
    return old !== object;
  });
  return [...differing.map(({ path: file }) => file), ...objects.keys()].sort();
}

/** The readable files below a folder (absolute) that are not as they were at a revision, by paths from the folder; new ones included. */
export async function changedFiles(folder: string, name: string): Promise<readonly string[] | GitProblem> {
  const repository = await findRepository(folder);
  if ('problem' in repository) return repository;
  const revision = await findRevision(repository, name);
  if ('problem' in revision) return revision;
  const before = await listRevision(repository, revision, '');
  if ('problem' in before) return before;
  const after = await listWorkingTree(repository);
  if ('problem' in after) return after;
  const start = repository.prefix === '' ? '' : `${repository.prefix}/`;
  return filesThatDiffer(repository.root, before, after)
    .filter((file) => file.startsWith(start))
    .map((file) => file.slice(start.length));
}

function isObject(file: string, object: string): boolean {
  try {
    const bytes = readFileSync(file);
    if (nameOf(bytes, object.length) === object) return true;
    return (
      bytes.includes('\r\n') && nameOf(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), object.length) === object
    );
  } catch {
    // What cannot be read differs as far as anybody knows; whoever compares it says why.
    return false;
  }
}

/** <https://git-scm.com/book/en/v2/Git-Internals-Git-Objects> */
function nameOf(bytes: Buffer, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
