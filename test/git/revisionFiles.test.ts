import assert from 'node:assert/strict';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { english } from '../../server/src/core/text/message';
import { changedFiles } from '../../server/src/git/changedFiles';
import { createBatchReader } from '../../server/src/git/objects';
import { openRepository, resolveRevision } from '../../server/src/git/repository';
import { readRevision } from '../../server/src/git/revisionFiles';
import { filesBelow, readTree } from '../../server/src/git/tree';
import { readWorkingTree } from '../../server/src/git/workingTree';
import { inFolder } from '../cli/commandLine';
import { inRepository } from '../support/repository';
import type { TestRepository } from '../support/repository';

async function textsAt(folder: string, revision: string): Promise<Readonly<Record<string, string | undefined>>> {
  const files = await readRevision(folder, revision);
  assert.ok(!('problem' in files), 'problem' in files ? english(files.problem) : '');
  return Object.fromEntries(files.list().map((file) => [file, files.read(file)]));
}

async function problemAt(folder: string, revision: string): Promise<string> {
  const files = await readRevision(folder, revision);
  return 'problem' in files ? english(files.problem) : 'no problem';
}

describe('the files of a revision', () => {
  test('are those that may say something about policies, as they were', async () => {
    const long = `"${'x'.repeat(300_000)}"`;
    const first = { 'a.json': '\ufeff{}', 'empty.json': '', 'deep/with space/정책.jsonc': long, 'b.yaml': 'a: 1', 'notes.txt': 'no' };
    await inRepository({ ...first, 'node_modules/x.json': '{}' }, async (repository) => {
      repository.write({ 'a.json': '[]', 'new.json': '1' });
      repository.commit('second');
      assert.deepEqual(await textsAt(repository.folder, 'main~1'), {
        'a.json': '{}',
        'b.yaml': 'a: 1',
        'deep/with space/정책.jsonc': long,
        'empty.json': '',
      });
      assert.equal((await textsAt(repository.folder, 'HEAD'))['a.json'], '[]');
      assert.deepEqual(await textsAt(path.join(repository.folder, 'deep'), 'main~1'), { 'with space/정책.jsonc': long });
    });
  });

  test('are none of a folder that was not there, and no links', async () => {
    await inRepository({ 'a.json': '{}' }, async (repository) => {
      symlinkSync('/etc/hostname', path.join(repository.folder, 'link.json'));
      repository.write({ 'later/b.json': '{}' });
      repository.commit('second');
      assert.deepEqual(Object.keys(await textsAt(repository.folder, 'HEAD')), ['a.json', 'later/b.json']);
      assert.deepEqual(await textsAt(path.join(repository.folder, 'later'), 'HEAD~1'), {});
    });
  });

  test('are refused with a reason', async () => {
    await inRepository({ 'a.json': '{}' }, async ({ folder }) => {
      assert.equal(await problemAt(folder, 'nowhere'), 'git knows no revision `nowhere`');
      // A name, never an option.
      assert.equal(await problemAt(folder, '--help'), 'git knows no revision `--help`');
      assert.equal(await problemAt(folder, 'HEAD:a.json'), 'git knows no revision `HEAD:a.json`');
      assert.match(await problemAt(path.join(folder, 'nowhere'), 'HEAD'), /there is no folder/);
    });
    await inFolder({}, async (folder) => assert.match(await problemAt(folder, 'HEAD'), /is in no git repository/));
  });
});

describe('changed files', () => {
  test('are edited, new and removed ones, but no ignored ones', async () => {
    const files = { 'same.json': '{}', 'edited.json': '{}', 'removed.json': '{}', 'lines.json': '{\n}\n', '.gitignore': 'ignored.json\n' };
    await inRepository({ ...files, 'deep/a.json': '{}' }, async (repository) => {
      const { folder } = repository;
      assert.deepEqual(await changedFiles(folder, 'HEAD'), []);
      repository.write({ 'edited.json': '[]', 'new.json': '{}', 'ignored.json': '{}', 'lines.json': '{\r\n}\r\n', 'deep/a.json': '[]' });
      repository.remove('removed.json');
      assert.deepEqual(await changedFiles(folder, 'HEAD'), ['deep/a.json', 'edited.json', 'new.json', 'removed.json']);
      assert.deepEqual(await changedFiles(path.join(folder, 'deep'), 'HEAD'), ['a.json']);
    });
  });
});

/** Makes a repository start a program wherever git lets one; the file tells whether any ran. */
function makeHostile(repository: TestRepository): string {
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

test('nothing runs that a repository names', async () => {
  await inRepository({ 'a.json': '{}', 'b.json': '{}' }, async (repository) => {
    repository.write({ 'a.json': '[]' });
    repository.commit('second');
    const trace = makeHostile(repository);
    repository.write({ 'a.json': '[1]', 'b.json': '{ }' });
    assert.equal((await textsAt(repository.folder, 'HEAD~1'))['a.json'], '{}');
    assert.deepEqual(await changedFiles(repository.folder, 'HEAD'), ['a.json', 'b.json']);
    assert.equal(existsSync(trace), false);
    // The trap is one: git by itself steps into it.
    repository.git('status');
    assert.equal(existsSync(trace), true);
  });
});

describe('a tree', () => {
  test('follows links to its own files, and never out', async () => {
    await inRepository({ 'shared/a.json': '{"a":1}', 'org/b.json': '{}' }, async (repository) => {
      const link = (target: string, name: string): void => symlinkSync(target, path.join(repository.folder, name));
      link('../shared/a.json', 'org/linked.json');
      link('../shared', 'org/folder');
      link('/etc/hostname', 'org/out.json');
      link('../../x.json', 'org/above.json');
      link('loop.json', 'org/loop.json');
      repository.commit('second');
      const repositoryHere = await openRepository(repository.folder);
      assert.ok(!('problem' in repositoryHere));
      const commit = await resolveRevision(repositoryHere, 'HEAD');
      assert.ok(!('problem' in commit));
      for (const tree of [await readTree(repositoryHere, commit), await readWorkingTree(repositoryHere)]) {
        assert.ok(!('problem' in tree));
        const files = filesBelow(tree, 'org');
        assert.deepEqual([...files.list()].sort(), ['b.json']);
        const read = ['linked.json', 'folder/a.json', '../shared/a.json', 'loop.json', 'nowhere.json'].map((file) => files.read(file));
        assert.deepEqual(read, ['{"a":1}', '{"a":1}', '{"a":1}', undefined, undefined]);
        assert.equal(files.problems.length, 0);
        assert.equal(files.read('out.json'), undefined);
        assert.equal(files.read('above.json'), undefined);
        assert.deepEqual(
          files.problems.map(({ file, message }) => `${file}: ${english(message)}`),
          ['out.json', 'above.json'].map((file) => `${file}: this leads out of the folder, and is not read`),
        );
      }
    });
  });

  test('has what a sparse checkout leaves out', async () => {
    await inRepository({ 'in/a.json': '1', 'out/b.json': '2' }, async (repository) => {
      repository.git('sparse-checkout', 'set', 'in');
      assert.equal(existsSync(path.join(repository.folder, 'out')), false);
      const here = await openRepository(repository.folder);
      assert.ok(!('problem' in here));
      const tree = await readWorkingTree(here);
      assert.ok(!('problem' in tree));
      assert.deepEqual(tree.read('out/b.json'), { text: '2' });
      assert.deepEqual(await changedFiles(repository.folder, 'HEAD'), []);
    });
  });

  test('says what it has not: files that Git LFS keeps, submodules, files of other repositories', async () => {
    await inRepository({ 'a.json': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n' }, async (repository) => {
      repository.git('init', '--quiet', 'inner');
      repository.write({ 'inner/x.json': '{}' });
      const inner = (...args: readonly string[]): string => repository.git('-C', 'inner', ...args);
      inner('add', '.');
      inner('commit', '--quiet', '--message', 'x');
      repository.commit('second');
      const files = await readRevision(repository.folder, 'HEAD');
      assert.ok(!('problem' in files));
      assert.equal(files.read('a.json'), undefined);
      assert.equal(files.read('inner/x.json'), undefined);
      assert.deepEqual(
        files.problems.map(({ message }) => english(message)),
        ['Git LFS keeps this file elsewhere'],
      );
      assert.deepEqual(await changedFiles(repository.folder, 'HEAD'), []);
      assert.deepEqual(await changedFiles(path.join(repository.folder, 'inner'), 'HEAD'), []);
    });
  });
});

test('a shallow clone says why a revision is not there', async () => {
  await inRepository({ 'a.json': '1' }, async (repository) => {
    const before = repository.git('rev-parse', 'HEAD').trim();
    repository.write({ 'a.json': '2' });
    repository.commit('second');
    await inFolder({}, async (folder) => {
      repository.git('clone', '--quiet', '--depth', '1', pathToFileURL(repository.folder).href, path.join(folder, 'clone'));
      assert.match(
        await problemAt(path.join(folder, 'clone'), before),
        /^git knows no revision `[0-9a-f]+`; this clone is shallow: fetch more/,
      );
    });
  });
});

test('objects come in parts of any length', () => {
  const output = Buffer.from('aa blob 5\nx\ny\nz\nbb missing\ncc blob 0\n\ndd blob 9\n123456789\nee blob 1\n!\n');
  const whole = [
    ['aa', 'x\ny\nz'],
    ['bb', 'missing'],
    ['cc', ''],
    ['dd', 'tooBig'],
    ['ee', '!'],
  ];
  for (let length = 1; length <= output.length; length++) {
    const found: (readonly [string, string])[] = [];
    const take = createBatchReader(8, (name, object) => void found.push([name, String(object)]));
    for (let at = 0; at < output.length; at += length) take(output.subarray(at, at + length));
    assert.deepEqual(found, whole, `in parts of ${length}`);
  }
});
