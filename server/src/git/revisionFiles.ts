import type { GitProblem } from './gitProcess';
import { isReadable } from './readable';
import { openRepository, resolveRevision } from './repository';
import { filesBelow, readTree } from './tree';
import type { FolderFiles } from './tree';

/**
 * The files of a folder (absolute) as they were at a revision, those that `isReadable` accepts, all read. What they refer to outside the
 * folder is read when it is asked for, nothing outside the repository.
 */
export async function readRevision(folder: string, revision: string): Promise<FolderFiles | GitProblem> {
  const repository = await openRepository(folder);
  if ('problem' in repository) return repository;
  const commit = await resolveRevision(repository, revision);
  if ('problem' in commit) return commit;
  const tree = await readTree(repository, commit, isReadable);
  if ('problem' in tree) return tree;
  const { prefix } = repository;
  const ended = await tree.prefetch((path) => prefix === '' || path.startsWith(`${prefix}/`));
  return ended ?? filesBelow(tree, prefix);
}
