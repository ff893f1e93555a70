import { spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';

import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

/** What git answered, or why there is no answer. Git's own words (English, one line) stand in `said` where it refused. */
export type GitAnswer = { readonly bytes: Buffer } | GitProblem;

/** Why git gives no answer. */
export interface GitProblem {
  readonly problem: Message;
  /** What git wrote to standard error; empty when it did not run. */
  readonly said: string;
}

/** The most that is taken of an answer that is held in memory as a whole, in bytes: the names of a million files. */
const longestAnswer = 256 * 1024 * 1024;

/**
 * Options of every call. A repository's own configuration names programs (hooks, a file system monitor, external differences); none of them
 * runs. <https://git-scm.com/docs/git-config>, <https://git-scm.com/docs/git#Documentation/git.txt>
 */
const harmless = [
  '--no-pager',
  '--no-optional-locks',
  '--literal-pathspecs',
  ...['core.fsmonitor=false', `core.hooksPath=${path.sep === '\\' ? 'NUL' : '/dev/null'}`, 'protocol.allow=never'].flatMap((setting) => [
    '-c',
    setting,
  ]),
];

/** Variables that lead git away from the folder it is started in, or name programs to run. */
const leftOut =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|NAMESPACE|EXTERNAL_DIFF|ASKPASS|SSH|SSH_COMMAND|PROXY_COMMAND|TRACE.*|PAGER|EDITOR)$/;

/** Runs git in a folder to its end and gives what it wrote. `input` is written to its standard input. */
export async function runGit(folder: string, args: readonly string[], input = ''): Promise<GitAnswer> {
  const parts: Buffer[] = [];
  let length = 0;
  const ended = await streamGit(folder, args, input, (part) => {
    length += part.length;
    if (length <= longestAnswer) parts.push(part);
  });
  if (ended !== undefined) return ended;
  if (length > longestAnswer) return { problem: message('git answered with more than can be held in memory'), said: '' };
  return { bytes: Buffer.concat(parts, length) };
}

/** The same, handing on what git writes as it comes; ends with a problem, or with undefined when all went well. */
export async function streamGit(
  folder: string,
  args: readonly string[],
  input: string,
  take: (part: Buffer) => void,
): Promise<GitProblem | undefined> {
  const program = findGit(process.env);
  if (program === undefined) return notFound;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { problem: message('there is no folder {0}', folder), said: '' };
  return new Promise((resolve) => {
    const child = spawn(program, [...harmless, ...args], {
      cwd: folder,
      env: environmentOf(process.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let said = '';
    child.stdout.on('data', take);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, 4000)));
    // Git may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => resolve({ problem: message('git cannot be started: {0}', error.message), said: '' }));
    child.on('close', (code) => resolve(code === 0 ? undefined : problemOf(said, folder)));
  });
}

/** Runs git and waits, for the rare read that nobody could see coming. `limit` in bytes. */
export function runGitNow(folder: string, args: readonly string[], limit: number): GitAnswer {
  const program = findGit(process.env);
  if (program === undefined) return notFound;
  const { status, stdout, stderr, error } = spawnSync(program, [...harmless, ...args], {
    cwd: folder,
    env: environmentOf(process.env),
    maxBuffer: limit,
    windowsHide: true,
  });
  if (error !== undefined) return { problem: message('git cannot be started: {0}', error.message), said: error.message };
  return status === 0 ? { bytes: stdout } : problemOf(stderr.toString('utf8'), folder);
}

const notFound: GitProblem = { problem: message('git is not installed, or not in the PATH'), said: '' };

/** Git on the PATH by its whole name: Windows would take one that lies in the folder of the repository first. */
function findGit(environment: NodeJS.ProcessEnv): string | undefined {
  const variable = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH');
  const folders = (variable === undefined ? '' : (environment[variable] ?? '')).split(path.delimiter);
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  return folders
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** English words, no questions, no network: a missing object of a partial clone is not fetched. */
function environmentOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !leftOut.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

function problemOf(said: string, folder: string): GitProblem {
  const line = said
    .trim()
    .split('\n')[0]
    ?.replace(/^(?:fatal|error): /, '');
  if (/not a git repository/i.test(said)) return { problem: message('{0} is in no git repository', folder), said };
  if (/dubious ownership/i.test(said)) {
    return { problem: message('git does not trust this repository, since it belongs to another user (`safe.directory`)'), said };
  }
  return { problem: message('git says: {0}', line === undefined || line === '' ? '?' : line), said };
}
