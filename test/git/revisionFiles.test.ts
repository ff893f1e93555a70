import assert from 'node:assert/strict';
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { english } from '../../server/src/core/text/message';
import { changedFiles } from '../../server/src/git/changedFiles';
import { readRevision } from '../../server/src/git/revisionFiles';
import { inFolder } from '../cli/commandLine';
import { inRepository, makeHostile } from '../support/repository';

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
