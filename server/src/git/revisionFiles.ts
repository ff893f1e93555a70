import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { message } from '../core/text/message';
import { skippedFolders } from '../protocol/skippedFolders';

import { findRepository, findRevision } from './revision';
import type { Repository, Revision } from './revision';
import { askGit, runGit, startGit } from './runGit';
import type { GitProblem } from './runGit';

/** A file as a commit has it. */
export interface BlobEntry {
  /** With `/`, from the folder that was listed. */
  readonly path: string;
  /** Name of its object. */
  readonly object: string;
  /** In bytes. */
  readonly size: number;
}

/** Larger files are no policies; an export of AWS may be long. In bytes. */
export const largestFile = 64 * 1024 * 1024;

const readable = /\.(?:jsonc?|jsonl|ya?ml|tfstate|template|policy)$/i;

/** Whether a file may say something about policies: by its name, and not among what package managers fill. */
export function isReadable(file: string): boolean {
  return readable.test(file) && !file.split('/').some((name) => skippedFolders.has(name));
}

/**
 * The files below a folder (from the root of the repository) at a commit that `isReadable` accepts. Links and submodules are none, as are
 * names that lead out of the folder: somebody else may have made the commit.
 */
export async function listRevision({ root }: Repository, { commit }: Revision, prefix: string): Promise<readonly BlobEntry[] | GitProblem> {
  const tree = prefix === '' ? commit : `${commit}:${prefix}`;
  // Without the folder at that time there are no files in it.
  const known = await runGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', tree]);
  if ('problem' in known) return known;
  if (known.exitCode !== 0) return [];
  const listed = await askGit(root, ['ls-tree', '-r', '-z', '-l', '--full-tree', known.stdout.toString('utf8').trim()]);
  if ('problem' in listed) return listed;
  return listed
    .toString('utf8')
    .split('\0')
    .flatMap((line): readonly BlobEntry[] => {
      const [, object, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([^]*)$/.exec(line) ?? [];
      if (object === undefined || size === undefined || path === undefined) return [];
      const isFile = isReadable(path) && isInside(path) && Number(size) <= largestFile;
      return isFile ? [{ path, object, size: Number(size) }] : [];
    });
}

function isInside(path: string): boolean {
  const names = path.split('/');
  return names.every((name) => name !== '' && name !== '.' && name !== '..' && name.toLowerCase() !== '.git' && !/[\\:]/.test(name));
}

/** The bytes of objects in the order given, by one process of git; undefined for what is not there. Ends early when git does. */
export async function* readObjects({ root }: Repository, objects: readonly string[]): AsyncGenerator<Buffer | undefined> {
  if (objects.length === 0) return;
  const git = startGit(root, ['cat-file', '--batch']);
  if ('problem' in git) return;
  git.on('error', () => undefined);
  git.stdin.on('error', () => undefined);
  git.stderr.resume();
  git.stdin.end(`${objects.join('\n')}\n`);
  let rest: Buffer[] = [];
  let length = 0;
  /** Size of the object whose bytes come next; undefined while its header is awaited. */
  let awaited: number | undefined;
  for await (const chunk of git.stdout) {
    if (!Buffer.isBuffer(chunk)) continue;
    rest.push(chunk);
    length += chunk.length;
    for (;;) {
      // Joined only when there is enough, since an object may be many chunks long.
      if (awaited !== undefined && length < awaited + 1) break;
      const bytes = Buffer.concat(rest);
      const { found, used, next } = awaited === undefined ? readHeader(bytes) : { found: true, used: awaited + 1, next: undefined };
      if (found && next === undefined) yield awaited === undefined ? undefined : bytes.subarray(0, awaited);
      rest = [bytes.subarray(used)];
      length = bytes.length - used;
      awaited = next;
      if (!found) break;
    }
  }
}

interface Header {
  /** False while the line is not complete. */
  readonly found: boolean;
  readonly used: number;
  /** Undefined when there is no such object. */
  readonly next: number | undefined;
}

function readHeader(bytes: Buffer): Header {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return { found: false, used: 0, next: undefined };
  const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(bytes.toString('latin1', 0, end))?.[1];
  return { found: true, used: end + 1, next: size === undefined ? undefined : Number(size) };
}

/** The text of a file's bytes, without a byte order mark. */
export function textOfBytes(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** The files of a folder (absolute) as they were at a revision, all read; what cannot be read is said. */
export async function readRevision(folder: string, name: string): Promise<OrganizationFiles | GitProblem> {
  const repository = await findRepository(folder);
  if ('problem' in repository) return repository;
  const revision = await findRevision(repository, name);
  if ('problem' in revision) return revision;
  const entries = await listRevision(repository, revision, repository.prefix);
  if ('problem' in entries) return entries;
  const texts = new Map<string, string>();
  let at = 0;
  for await (const bytes of readObjects(
    repository,
    entries.map(({ object }) => object),
  )) {
    const entry = entries[at++];
    if (entry !== undefined && bytes !== undefined) texts.set(entry.path, textOfBytes(bytes));
  }
  if (at < entries.length) return { problem: message('git ended before all files of `{0}` were read', name) };
  return { read: (path) => texts.get(path), list: () => [...texts.keys()] };
}
