import { message } from '../core/text/message';
import type { Message } from '../core/text/message';
import type { OrganizationProblem } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';

import { runGit, runGitNow } from './gitProcess';
import type { GitProblem } from './gitProcess';
import { readObjects } from './objects';
import type { GitObject } from './objects';
import type { Commit, Repository } from './repository';

/** Bigger files are no configuration; in bytes. */
export const largestFile = 64 * 1024 * 1024;

/** What a tree has under a path. */
export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'submodule';
  /** The name of its object: the hash of its content. */
  readonly id: string;
}

/** A text, or why there is none to read. */
export type TreeText = { readonly text: string } | { readonly problem: Message };

/** Files of a repository as they are at one time. Paths begin at the repository's folder, with `/`. */
export interface FileTree {
  readonly repository: Repository;
  /** In git's order: sorted by bytes. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Whether a path is a file of the working tree, whose hash nobody knows. */
  isOnDisk(path: string): boolean;
  /** Reads many files at once, so that `read` of them asks nobody. Files that cannot be read say so when they are read. */
  prefetch(wanted: (path: string) => boolean): Promise<GitProblem | undefined>;
  /** Undefined where there is no file of this path. A link is followed to where the tree has a file, and never out of it. */
  read(path: string): TreeText | undefined;
}

/** The files of a commit whose paths `wanted` takes, and all links. Nothing is checked out, and no filter of the repository runs. */
export async function readTree(
  repository: Repository,
  commit: Commit,
  wanted: (path: string) => boolean = () => true,
): Promise<FileTree | GitProblem> {
  const answer = await runGit(repository.folder, ['ls-tree', '-r', '-z', '--full-tree', commit.id]);
  if ('problem' in answer) return answer;
  return createTree(repository, new Map([...parseTree(answer.bytes)].filter(([path, { kind }]) => kind !== 'file' || wanted(path))));
}

/** `100644 blob ID<tab>PATH` of `ls-tree -z`. */
export function parseTree(bytes: Buffer): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (const line of bytes.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
    entries.set(line.slice(tab + 1), { kind: kindOf(mode), id });
  }
  return entries;
}

/** What the mode of an entry means. <https://git-scm.com/docs/git-fast-import#_filemodify> lists them. */
export function kindOf(mode: string): TreeEntry['kind'] {
  return mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file';
}

/** A tree over entries whose objects the repository has. */
export function createTree(repository: Repository, entries: ReadonlyMap<string, TreeEntry>): FileTree {
  const known = new Map<string, TreeText>();
  const objectOf = (id: string): TreeText => {
    const found = known.get(id) ?? readNow(repository.folder, id);
    known.set(id, found);
    return found;
  };
  return {
    repository,
    entries,
    isOnDisk: () => false,
    async prefetch(wanted) {
      const ids = new Set<string>();
      for (const [path, { kind, id }] of entries) if (kind !== 'submodule' && wanted(path) && !known.has(id)) ids.add(id);
      return readObjects(repository.folder, [...ids], largestFile, (id, object) => void known.set(id, textOfObject(object)));
    },
    read(path) {
      const place = followLinks(entries, path, (id) => {
        const target = objectOf(id);
        return 'text' in target ? target.text : undefined;
      });
      if (place === 'outside') return { problem: message('this leads out of the folder, and is not read') };
      const entry = place === undefined ? undefined : entries.get(place.path);
      return entry === undefined ? undefined : objectOf(entry.id);
    },
  };
}

/** Links in links are followed as often as Linux does. */
const mostLinks = 40;

/** The path of the file that a path leads to; undefined where there is none. */
export function followLinks(
  entries: ReadonlyMap<string, Pick<TreeEntry, 'kind' | 'id'>>,
  path: string,
  targetOf: (id: string) => string | undefined,
): { readonly path: string } | 'outside' | undefined {
  let left = path.split('/');
  const done: string[] = [];
  for (let links = 0; left.length > 0;) {
    const [part = '', ...rest] = left;
    left = rest;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (done.length === 0) return 'outside';
      done.pop();
      continue;
    }
    done.push(part);
    const entry = entries.get(done.join('/'));
    if (entry?.kind === 'submodule') return undefined;
    if (entry?.kind === 'file') return left.length === 0 ? { path: done.join('/') } : undefined;
    if (entry?.kind !== 'link') continue;
    const target = targetOf(entry.id);
    links += 1;
    if (target === undefined || links > mostLinks) return undefined;
    if (/^(?:[/\\]|[a-z]:)/i.test(target)) return 'outside';
    done.pop();
    left = [...target.split('/'), ...left];
  }
  return undefined;
}

function readNow(folder: string, id: string): TreeText {
  const answer = runGitNow(folder, ['cat-file', 'blob', id], largestFile + 1);
  if ('bytes' in answer) return textOfObject(answer.bytes.length > largestFile ? 'tooBig' : answer.bytes);
  return textOfObject(/ENOBUFS/.test(answer.said) ? 'tooBig' : 'missing');
}

/** As it stands in the repository: UTF-8, without a byte order mark. */
function textOfObject(object: GitObject): TreeText {
  if (object === 'tooBig') return { problem: message('this file is larger than {0} MB, and is not read', largestFile / 1024 / 1024) };
  if (object === 'missing') return { problem: message('this clone does not have the file (a partial clone, or a broken one)') };
  const text = object.toString('utf8').replace(/^\ufeff/, '');
  // What Git LFS keeps elsewhere is not fetched. <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return { problem: message('Git LFS keeps this file elsewhere') };
  return { text };
}

/** What is read of a folder, and what is wrong with it. */
export interface FolderFiles extends OrganizationFiles {
  readonly problems: readonly OrganizationProblem[];
}

/** The files below a folder (`''`: all), by paths from there. A path may lead out of the folder, but not out of the repository. */
export function filesBelow(tree: FileTree, folder: string, wanted: (path: string) => boolean = () => true): FolderFiles {
  const prefix = folder === '' ? '' : `${folder}/`;
  const problems = new Map<string, OrganizationProblem>();
  let paths: readonly string[] | undefined;
  return {
    get problems() {
      return [...problems.values()];
    },
    list: () =>
      (paths ??= [...tree.entries]
        .filter(([path, { kind }]) => kind === 'file' && path.startsWith(prefix) && wanted(path))
        .map(([path]) => path.slice(prefix.length))),
    read(path) {
      const found = tree.read(prefix + path);
      if (found === undefined || 'text' in found) return found?.text;
      const span = { start: 0, end: 0 };
      problems.set(path, { code: 'unreadable-file', severity: 'warning', file: path, span, message: found.problem });
      return undefined;
    },
  };
}
