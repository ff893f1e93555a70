import { realpathSync } from 'node:fs';
import path from 'node:path';

import { message } from '../core/text/message';

import { askGit, runGit } from './runGit';
import type { GitProblem } from './runGit';

/** A repository with a working tree. */
export interface Repository {
  /** Of the working tree, absolute. */
  readonly root: string;
  /** The folder that was asked about, from the root, with `/` and without one at its end; empty for the root. */
  readonly prefix: string;
}

/** A commit, as it was named. */
export interface Revision {
  readonly name: string;
  /** Its object's name. */
  readonly commit: string;
}

/** The repository that a folder lies in. */
export async function findRepository(folder: string): Promise<Repository | GitProblem> {
  const said = await askGit(folder, ['rev-parse', '--show-toplevel']);
  if ('problem' in said) return said;
  const root = lineOf(said);
  // Git tells where it is once all links are followed.
  const prefix = path.relative(root, realpathSync(folder)).split(path.sep).join('/');
  if (prefix === '..' || prefix.startsWith('../') || path.isAbsolute(prefix))
    return { problem: message('{0} lies outside the working tree of its repository', folder) };
  return { root, prefix };
}

/** The commit that a name stands for: a branch, a tag, `HEAD~2`, the begin of a hash. */
export async function findRevision({ root }: Repository, name: string): Promise<Revision | GitProblem> {
  const unknown: GitProblem = { problem: message('git knows no revision `{0}`', name) };
  // Such a name is an option to some of git's commands.
  if (name === '' || name.startsWith('-') || /[\0\n]/.test(name)) return unknown;
  const output = await runGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if ('problem' in output) return output;
  return output.exitCode === 0 ? { name, commit: lineOf(output.stdout) } : unknown;
}

/** The commit where two parted. */
export async function findMergeBase({ root }: Repository, one: Revision, other: Revision): Promise<Revision | GitProblem> {
  const output = await runGit(root, ['merge-base', one.commit, other.commit]);
  if ('problem' in output) return output;
  const commit = lineOf(output.stdout);
  if (output.exitCode !== 0 || commit === '') return { problem: message('`{0}` and `{1}` have no commit in common', one.name, other.name) };
  return { name: `${one.name}...${other.name}`, commit };
}

function lineOf(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}
