import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

import type { GitProblem } from './gitProcess';
import { openRepository, resolveRevision } from './repository';
import { isReadable } from './readable';
import { readTree } from './tree';
import type { FileTree, TreeEntry } from './tree';
import { readWorkingTree } from './workingTree';

/** The paths that two trees differ in, each sorted: new files, those with another content, those that are gone. */
export interface DifferingPaths {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The files below a folder (absolute) that are not as they were at a revision, by paths from the folder, sorted; new ones are, ignored ones
 * are not. Only those that may say something about policies, see `isReadable`.
 */
export async function changedFiles(folder: string, revision: string): Promise<readonly string[] | GitProblem> {
  const repository = await openRepository(folder);
  if ('problem' in repository) return repository;
  const commit = await resolveRevision(repository, revision);
  if ('problem' in commit) return commit;
  const before = await readTree(repository, commit, isReadable);
  if ('problem' in before) return before;
  const after = await readWorkingTree(repository, isReadable);
  if ('problem' in after) return after;
  const { added, changed, removed } = differingPaths(before, after);
  const start = repository.prefix === '' ? '' : `${repository.prefix}/`;
  return [...added, ...changed, ...removed]
    .filter((file) => file.startsWith(start))
    .map((file) => file.slice(start.length))
    .sort();
}

/**
 * The paths that two trees of a repository differ in. Contents are compared by their hashes: git's own comparison would run the filters
 * that a repository names.
 */
export function differingPaths(before: FileTree, after: FileTree): DifferingPaths {
  const [added, changed, removed]: [string[], string[], string[]] = [[], [], []];
  for (const [name, entry] of after.entries) {
    const then = before.entries.get(name);
    if (then === undefined) added.push(name);
    else if (then.kind !== entry.kind || !isSame(after, name, then, entry)) changed.push(name);
  }
  for (const name of before.entries.keys()) if (!after.entries.has(name)) removed.push(name);
  return { added: added.sort(), changed: changed.sort(), removed: removed.sort() };
}

/** A tree of git's has hashes; of a file on the disk it is made, with the line ends of the disk and with those that git keeps. */
function isSame({ repository, isOnDisk }: FileTree, name: string, then: TreeEntry, now: TreeEntry): boolean {
  if (!isOnDisk(name)) return then.id === now.id;
  // Links are compared by where they lead; of another repository within this one only its own history tells.
  if (now.kind !== 'file') return now.kind === 'submodule' || isSameLink(path.join(repository.folder, name), then.id);
  const file = path.join(repository.folder, name);
  try {
    const bytes = readFileSync(file);
    return idOf(bytes, then.id) === then.id || idOf(withoutReturns(bytes), then.id) === then.id;
  } catch {
    return false;
  }
}

function isSameLink(file: string, id: string): boolean {
  try {
    return idOf(readlinkSync(file, 'buffer'), id) === id;
  } catch {
    return false;
  }
}

/** The name of a blob: SHA-1, or SHA-256 in repositories that use it. <https://git-scm.com/docs/hash-function-transition> */
function idOf(bytes: Buffer, like: string): string {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function withoutReturns(bytes: Buffer): Buffer {
  return bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes;
}
