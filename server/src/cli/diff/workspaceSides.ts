import path from 'node:path';

import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import { entriesThatDiffer, filesThatDiffer, listWorkingTree } from '../../git/changedFiles';
import { findMergeBase, findRepository, findRevision } from '../../git/revision';
import type { Repository, Revision } from '../../git/revision';

import type { CommandContext } from '../command';
import { isFolder } from '../files';

import { entriesOf, given, placeRevision } from './placedRevision';
import type { TemporaryFolders } from './placedRevision';

/** One version of all files of a repository. */
export interface Side {
  /** Absolute: the working tree, or where the files of a commit lie for now. */
  readonly root: string;
  /** Readable files, by paths from the root with `/`. */
  readonly files: readonly string[];
}

/** Two versions of a repository, and what differs between them. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
  /** What they are called. */
  readonly names: { readonly before: string; readonly after: Message };
  /** Paths that differ, below the path that was asked about. */
  readonly changed: readonly string[];
  /** Whether a path lies below the one that was asked about. */
  isWanted(file: string): boolean;
}

/** `REV` against the working tree, `REV1..REV2`, or `REV1...REV2`: what `REV2` did since it parted from `REV1`. */
export async function openSides(
  written: string,
  below: string | undefined,
  context: CommandContext,
  folders: TemporaryFolders,
): Promise<Sides> {
  const wanted = path.resolve(context.host.folder, below ?? '.');
  const repository = given(await findRepository(below !== undefined && isFolder(wanted) ? wanted : context.host.folder));
  const [, first, dots, second] = /^(.*?)(\.\.\.?)(.*)$/.exec(written) ?? [];
  const from = given(await findRevision(repository, dots === undefined ? written : orHead(first)));
  const to = dots === undefined ? undefined : given(await findRevision(repository, orHead(second)));
  const start = to !== undefined && dots === '...' ? given(await findMergeBase(repository, from, to)) : from;
  const prefix = below === undefined ? '' : path.relative(repository.root, wanted).split(path.sep).join('/');
  const isWanted = (file: string): boolean => prefix === '' || file === prefix || file.startsWith(`${prefix}/`);
  const { entries, after, differing } = await readSides(repository, start, to);
  const changed = differing.filter(isWanted);
  const before: Side = { root: folders.create(), files: entries.map((entry) => entry.path) };
  const names = { before: start.name, after: to === undefined ? message('the working tree') : message('{0}', to.name) };
  if (changed.length === 0) return { before, after: { root: repository.root, files: [] }, names, changed, isWanted };
  await placeRevision(repository, entries, before.root);
  if (to === undefined) return { before, after: { root: repository.root, files: after }, names, changed, isWanted };
  const root = folders.create();
  await placeRevision(repository, await entriesOf(repository, to), root);
  return { before, after: { root, files: after }, names, changed, isWanted };
}

function orHead(written: string | undefined): string {
  return written === undefined || written === '' ? 'HEAD' : written;
}

async function readSides(repository: Repository, from: Revision, to: Revision | undefined) {
  const entries = await entriesOf(repository, from);
  if (to !== undefined) {
    const after = await entriesOf(repository, to);
    return { entries, after: after.map((entry) => entry.path), differing: entriesThatDiffer(entries, after) };
  }
  const tree = given(await listWorkingTree(repository));
  // What a sparse working tree leaves out is in neither version, since it is not there to be compared.
  const present = entries.filter((entry) => !tree.leftOut.has(entry.path));
  return { entries: present, after: tree.files, differing: filesThatDiffer(repository.root, present, tree) };
}
