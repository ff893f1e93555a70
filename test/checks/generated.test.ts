import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';

import { inRoot } from '../support/root';

function run(script: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}) {
  return spawnSync(process.execPath, [inRoot('scripts', script), ...args], { encoding: 'utf8', ...options });
}

describe('docs/checks.md and the names of gatehouse.checks', () => {
  it('are up to date', () => {
    const { status, stderr } = run('writeDocs.mjs', ['--check'], {
      env: { ...process.env, GATEHOUSE_OUT: path.resolve(__dirname, '../..') },
    });
    assert.equal(status, 0, stderr);
  });
});

describe('npm run new-check', () => {
  const inCopy = (test: (folder: string) => void): void => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-'));
    try {
      for (const part of ['server/src/core/checks', 'test/checks']) {
        mkdirSync(path.join(folder, part), { recursive: true });
        cpSync(inRoot(part), path.join(folder, part), { recursive: true });
      }
      test(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('writes the check, its line in the list, its code and its cases', () =>
    inCopy((folder) => {
      const { status, stdout } = run('newCheck.mjs', ['statement', 'my-new-check'], { cwd: folder });
      assert.equal(status, 0);
      assert.deepEqual(stdout.split('\n').slice(0, 4), [
        'server/src/core/checks/statement/myNewCheck.ts',
        'server/src/core/checks/statement/index.ts',
        'test/checks/codes.txt',
        'test/checks/cases/statement/my-new-check.jsonc',
      ]);
      const index = readFileSync(path.join(folder, 'server/src/core/checks/statement/index.ts'), 'utf8');
      assert.match(index, /import \{ myNewCheck \} from '.\/myNewCheck';/);
      assert.match(index, /^ {2}myNewCheck,$/m);
      assert.match(readFileSync(path.join(folder, 'test/checks/codes.txt'), 'utf8'), /\nmy-new-check\n$/);
    }));

  it('refuses a code that was ever used, a folder that is none and a code that is no code', () =>
    inCopy((folder) => {
      for (const [group, code, problem] of [
        ['statement', 'invalid-effect', /is taken/],
        ['verbs', 'my-new-check', /no folder of checks/],
        ['statement', 'Check', /two words/],
      ] as const) {
        const { status, stderr } = run('newCheck.mjs', [group, code], { cwd: folder });
        assert.equal(status, 2);
        assert.match(stderr, problem);
      }
    }));
});
