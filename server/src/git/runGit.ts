import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';

import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

/** Why git gives no answer. */
export interface GitProblem {
  readonly problem: Message;
}

/** What git wrote; a failure is told by its exit code. */
export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * A repository may be somebody else's, and its configuration names programs. These are not started: no hook, no file system monitor, no
 * pager. What would start others (filters, textconv, external diffs, a remote of a partial clone) is nothing that the calls of this ring do.
 */
const safe = ['--no-pager', '--literal-pathspecs', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'] as const;

/** Where another repository would be meant, as in a hook that runs us. */
const ofAnotherRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_EXTERNAL_DIFF',
];

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ofAnotherRepository.includes(name));
  return {
    ...Object.fromEntries(kept),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // A partial clone would ask its remote for what it lacks.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  };
}

/** The git of the PATH, absolute: a program of that name in the folder that is asked about must not run, as Windows would have it. */
function findGit(): string | undefined {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, name)).find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** Starts git in a folder, without a shell. */
export function startGit(folder: string, args: readonly string[]): ChildProcessWithoutNullStreams | GitProblem {
  const program = findGit();
  if (program === undefined) return { problem: message('git is not installed, or not in the PATH') };
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return { problem: message('there is no folder {0}', folder) };
  return spawn(program, [...safe, ...args], { cwd: folder, env: environment(), shell: false, windowsHide: true });
}

/** Runs git to its end. */
export function runGit(folder: string, args: readonly string[]): Promise<GitOutput | GitProblem> {
  const git = startGit(folder, args);
  if ('problem' in git) return Promise.resolve(git);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  git.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  git.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  git.stdin.on('error', () => undefined);
  git.stdin.end();
  return new Promise((resolve) => {
    git.on('error', (error) => resolve({ problem: message('git cannot be started: {0}', error.message) }));
    git.on('close', (code) =>
      resolve({ exitCode: code ?? 1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }),
    );
  });
}

/** What git wrote, or what it says is wrong. */
export async function askGit(folder: string, args: readonly string[]): Promise<Buffer | GitProblem> {
  const output = await runGit(folder, args);
  if ('problem' in output) return output;
  if (output.exitCode === 0) return output.stdout;
  return { problem: gitFailure(output.stderr, folder) };
}

function gitFailure(stderr: string, folder: string): Message {
  if (/not a git repository/.test(stderr)) return message('{0} is in no git repository', folder);
  const [first] = stderr.split('\n').filter((line) => /^(?:fatal|error): /.test(line));
  return message('git says: {0}', (first ?? stderr.trim()).replace(/^(?:fatal|error): /, ''));
}
