import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { message } from '../../core/text/message';
import type { Repository, Revision } from '../../git/revision';
import { listRevision, readObjects } from '../../git/revisionFiles';
import type { BlobEntry } from '../../git/revisionFiles';
import type { GitProblem } from '../../git/runGit';

import { CommandError } from '../commandError';

/** Folders of this run, all removed at its end. */
export interface TemporaryFolders {
  create(): string;
  removeAll(): void;
}

/** Folders that nobody else can read. */
export function createTemporaryFolders(): TemporaryFolders {
  const folders: string[] = [];
  return {
    create() {
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-')));
      folders.push(folder);
      return folder;
    },
    removeAll: () => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })),
  };
}

/** What git gave; what it refused ends the command. */
export function given<Value extends object>(value: Value | GitProblem): Value {
  if ('problem' in value) throw new CommandError(value.problem);
  return value;
}

/** The readable files of a commit, as `listRevision` has them. */
export async function entriesOf(repository: Repository, revision: Revision): Promise<readonly BlobEntry[]> {
  return given(await listRevision(repository, revision, ''));
}

/**
 * Files of a commit in a folder, under their paths from the root of the repository: what reads organizations, tests and configuration reads
 * them there as it does anywhere. Git's own `checkout` would start the filters that a repository configures.
 */
export async function placeRevision(repository: Repository, entries: readonly BlobEntry[], folder: string): Promise<void> {
  let at = 0;
  for await (const bytes of readObjects(
    repository,
    entries.map(({ object }) => object),
  )) {
    const entry = entries[at++];
    if (entry === undefined) continue;
    if (bytes === undefined) throw new CommandError(message('git has not got {0}: the repository is a part of another', entry.path));
    const file = path.join(folder, entry.path);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  if (at < entries.length) throw new CommandError(message('git ended before all files were read'));
}
