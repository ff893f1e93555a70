import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rename, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { replaceFile } from '../../client/src/replaceFile';
import type { FileSystem } from '../../client/src/replaceFile';

const disk: FileSystem<string> = {
  createDirectory: async (folder) => void (await mkdir(folder, { recursive: true })),
  writeFile: (file, content) => writeFile(file, content),
  rename: (from, to) => rename(from, to),
  delete: (file) => rm(file),
};

describe('replacing a file', () => {
  let root = '';
  beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), 'gatehouse-'))));
  afterEach(() => rm(root, { recursive: true }));
  const places = () => {
    const folder = path.join(root, 'storage');
    return { folder, file: path.join(folder, 'data.json'), beside: path.join(folder, 'data.json.new') };
  };

  it('makes the folder and the file, and leaves nothing else', async () => {
    await replaceFile(disk, places(), 'one');
    await replaceFile(disk, places(), 'two, with 한국어');
    assert.equal(await readFile(places().file, 'utf8'), 'two, with 한국어');
    assert.deepEqual(await readdir(places().folder), ['data.json']);
  });

  const faults: readonly (readonly [name: string, part: Partial<FileSystem<string>>])[] = [
    ['the folder cannot be made', { createDirectory: () => Promise.reject(new Error('fault')) }],
    ['nothing can be written', { writeFile: () => Promise.reject(new Error('fault')) }],
    [
      'writing ends half way',
      {
        async writeFile(file, content) {
          await writeFile(file, content.slice(0, 2));
          throw new Error('fault');
        },
      },
    ],
    ['the file cannot be put in its place', { rename: () => Promise.reject(new Error('fault')) }],
  ];
  for (const [name, part] of faults) {
    it(`leaves the file as it was where ${name}`, async () => {
      await replaceFile(disk, places(), 'one');
      await assert.rejects(replaceFile({ ...disk, ...part }, places(), 'two'), /fault/);
      assert.equal(await readFile(places().file, 'utf8'), 'one');
      assert.deepEqual(await readdir(places().folder), ['data.json']);
    });
  }
});
