import { realpathSync } from 'node:fs';
import path from 'node:path';

import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { runGit } from './gitProcess';
import type { GitProblem } from './gitProcess';

/** A repository on this disk. */
export interface Repository {
  /** The folder that its paths start from; absolute, links resolved. Of a repository without a working tree, the folder that was asked about. */
  readonly folder: string;
  readonly isBare: boolean;
  /** The folder that was asked about, from `folder`, with `/` and without one at its end; empty for itself. */
  readonly prefix: string;
}

/** A commit that a revision means. */
export interface Commit {
  /** As it was written. */
  readonly revision: string;
  readonly id: string;
}

/** The repository that a folder lies in. */
export async function openRepository(folder: string): Promise<Repository | GitProblem> {
  const answer = await runGit(folder, ['rev-parse', '--is-bare-repository', '--show-cdup']);
  if ('problem' in answer) return answer;
  const [bare = '', up = ''] = answer.bytes.toString('utf8').split('\n');
  const isBare = bare === 'true';
  if (bare === '') return { problem: message('{0} lies outside the working tree of its repository', folder), said: '' };
  const here = realpathSync(folder);
  // Git tells where it is once all links are followed.
  const top = isBare ? here : path.resolve(here, up);
  return { folder: top, isBare, prefix: path.relative(top, here).split(path.sep).join('/') };
}

/** The commit that a revision (a branch, a tag, an id, `HEAD~2`, …) means. Never taken for an option. */
export async function resolveRevision({ folder }: Repository, revision: string): Promise<Commit | GitProblem> {
  if (!isRevision(revision)) return { problem: message('git knows no revision `{0}`', revision), said: '' };
  const answer = await runGit(folder, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  if ('problem' in answer) return { ...answer, problem: await unknownRevision(folder, revision, answer) };
  // Git before 2.30 repeats the option.
  const id = answer.bytes.toString('utf8').trim().split('\n').at(-1) ?? '';
  return { revision, id };
}

/** The newest commit that two have in common: what a pull request is compared with. */
export async function mergeBase({ folder }: Repository, one: Commit, other: Commit): Promise<Commit | GitProblem> {
  const answer = await runGit(folder, ['merge-base', one.id, other.id]);
  const revision = `${one.revision}...${other.revision}`;
  if (!('problem' in answer)) return { revision, id: answer.bytes.toString('utf8').trim() };
  const none = message('`{0}` and `{1}` have no commit in common', one.revision, other.revision);
  return { said: answer.said, problem: (await isShallow(folder)) ? message('{0}; {1}', none, shallowHint) : none };
}

/** Whether a word can be a revision: none begins with `-`, which would be an option, and none is of several lines. */
export function isRevision(text: string): boolean {
  return text !== '' && !text.startsWith('-') && !/[\0\n\r]/.test(text);
}

const shallowHint = message('this clone is shallow: fetch more of it (`fetch-depth: 0` in GitHub Actions, `git fetch --unshallow`)');

async function unknownRevision(folder: string, revision: string, { problem, said }: GitProblem): Promise<Message> {
  if (
    !/needed a single revision|unknown revision|bad revision|ambiguous argument|expected commit type|not a valid object|bad object/i.test(
      said,
    )
  )
    return problem;
  const unknown = message('git knows no revision `{0}`', revision);
  return (await isShallow(folder)) ? message('{0}; {1}', unknown, shallowHint) : unknown;
}

async function isShallow(folder: string): Promise<boolean> {
  const answer = await runGit(folder, ['rev-parse', '--is-shallow-repository']);
  return 'bytes' in answer && answer.bytes.toString('utf8').trim() === 'true';
}
