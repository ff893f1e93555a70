import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A git repository of its own, gone after the test. */
export interface TestRepository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string>>): void;
  remove(file: string): void;
  /** Commits everything that is there. */
  commit(title: string): void;
}

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false'];

/** A repository whose branch `main` has one commit of the files. */
export async function inRepository(
  files: Readonly<Record<string, string>>,
  use: (repository: TestRepository) => Promise<void>,
): Promise<void> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-git-')));
  const env = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const repository: TestRepository = {
    folder,
    git,
    write(written) {
      for (const [file, text] of Object.entries(written)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
    },
    remove: (file) => rmSync(path.join(folder, file)),
    commit(title) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', title);
    },
  };
  try {
    git('init', '--quiet', '--initial-branch=main');
    repository.write(files);
    repository.commit('first');
    await use(repository);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes a repository start a program wherever git lets one; the file tells whether any ran. */
export function makeHostile(repository: TestRepository): string {
  const trace = path.join(repository.folder, '.git', 'ran');
  const program = path.join(repository.folder, '.git', 'program.sh');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${trace}\ncat\n`, { mode: 0o755 });
  const set = (name: string, value: string): unknown => repository.git('config', name, value);
  set('core.fsmonitor', program);
  set('diff.external', program);
  set('diff.hostile.textconv', program);
  set('diff.hostile.command', program);
  set('filter.hostile.clean', program);
  set('filter.hostile.smudge', program);
  set('filter.hostile.process', program);
  set('core.pager', program);
  set('core.sshCommand', program);
  set('core.hooksPath', path.join(repository.folder, '.git', 'hooks'));
  writeFileSync(path.join(repository.folder, '.git', 'hooks', 'post-index-change'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  writeFileSync(path.join(repository.folder, '.git', 'info', 'attributes'), '*.json diff=hostile filter=hostile\n');
  return trace;
}
