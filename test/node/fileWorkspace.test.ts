import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { createFileWorkspace } from '../../server/src/node/fileWorkspace';
import { pathOf } from '../../server/src/service/uris';
import type { Workspace } from '../../server/src/service/workspace';
import { inFolder } from '../cli/commandLine';

/** A client that knows one file of a scheme of its own. */
const client: Workspace = {
  readFile: (uri, limit) => Promise.resolve(uri === 'virtual:/a.json' ? `asked with ${limit ?? 'no limit'}` : undefined),
  listFiles: (glob, base) => Promise.resolve([`${base ?? 'everywhere'}/${glob}`]),
};

describe('the files of this machine', () => {
  test('are listed below the folders, but not what others wrote', async () => {
    const names = [
      'a.json',
      'deep/b.jsonc',
      'c.txt',
      'node_modules/x/d.json',
      'deep/.venv/lib/site-packages/botocore/e.json',
      '.git/f.json',
    ];
    await inFolder(Object.fromEntries(names.map((name) => [name, '{}'])), async (folder) => {
      const uri = pathToFileURL(folder).toString();
      const found = await createFileWorkspace(() => [uri], client).listFiles('**/*.{json,jsonc}');
      assert.deepEqual(
        found.map((file) => file.slice(uri.length)),
        ['/a.json', '/deep/b.jsonc'],
      );
    });
  });

  test('are read without a byte order mark, unless they are larger than wanted', async () => {
    await inFolder({ 'a.json': '\ufeff{}', 'long.json': '1'.repeat(100) }, async (folder) => {
      const workspace = createFileWorkspace(() => [], client);
      const uriOf = (name: string): string => `${pathToFileURL(folder).toString()}/${name}`;
      assert.equal(await workspace.readFile(uriOf('a.json')), '{}');
      assert.equal((await workspace.readFile(uriOf('long.json'), 100))?.length, 100);
      assert.equal(await workspace.readFile(uriOf('long.json'), 99), undefined);
      assert.equal(await workspace.readFile(uriOf('none.json')), undefined);
    });
  });

  test('are not listed where a link leads out of the folder, or round in a circle', async () => {
    await inFolder({ 'outside/secret.json': '{}', 'inside/a.json': '{}' }, async (folder) => {
      symlinkSync(path.join(folder, 'outside'), path.join(folder, 'inside/out'));
      symlinkSync(path.join(folder, 'outside/secret.json'), path.join(folder, 'inside/secret.json'));
      symlinkSync(path.join(folder, 'inside'), path.join(folder, 'inside/round'));
      const uri = pathToFileURL(path.join(folder, 'inside')).toString();
      const found = await createFileWorkspace(() => [uri], client).listFiles('**/*.json');
      assert.deepEqual(
        found.map((file) => file.slice(uri.length)),
        ['/a.json'],
      );
    });
  });

  test('are sorted, folders among files, with names that a URI escapes', async () => {
    const names = ['b/1.json', 'a b#.json', 'c.json', '한/글.json'];
    await inFolder(Object.fromEntries(names.map((name) => [name, name])), async (folder) => {
      const uri = pathToFileURL(folder).toString();
      const workspace = createFileWorkspace(() => [uri], client);
      const found = await workspace.listFiles('**/*.json');
      assert.deepEqual(
        found.map((file) => pathOf(file.slice(uri.length))),
        ['/a b#.json', '/b/1.json', '/c.json', '/한/글.json'],
      );
      assert.deepEqual(await Promise.all(found.map((file) => workspace.readFile(file))), ['a b#.json', 'b/1.json', 'c.json', '한/글.json']);
    });
  });

  test('of other schemes are asked of the client', async () => {
    const workspace = createFileWorkspace(() => ['virtual:/w'], client);
    assert.equal(await workspace.readFile('virtual:/a.json', 5), 'asked with 5');
    assert.deepEqual(await workspace.listFiles('*.json'), ['virtual:/w/*.json']);
  });
});
