import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createGlobTest } from '../../server/src/service/glob';
import { readSettings } from '../../server/src/service/settings';
import { fileNameOf, folderOf, normaliseUri, pathOf, relativePath, uriBelow } from '../../server/src/service/uris';

describe('URIs', () => {
  it('are one for one file, however they are escaped', () => {
    assert.equal(normaliseUri('file:///c%3A/a%20b/%ED%95%9C.json'), normaliseUri('file:///c:/a b/한.json'));
    assert.equal(normaliseUri('vscode-vfs://github/o/r/a.json'), 'vscode-vfs://github/o/r/a.json');
    assert.equal(normaliseUri('file:///100%/x'), 'file:///100%/x', 'what cannot be decoded stays');
  });

  it('go into a folder and back', () => {
    const folder = 'file:///w/my org';
    const uri = normaliseUri(uriBelow(folder, 'iam/a#b/c.json'));
    assert.equal(relativePath(normaliseUri(folder), uri), 'iam/a#b/c.json');
    assert.equal(relativePath('file:///other', uri), undefined);
    assert.equal(folderOf('file:///a/b.json'), 'file:///a');
    assert.equal(fileNameOf('file:///a/b%20c.json'), 'b c.json');
    assert.equal(pathOf('untitled:Untitled-1'), 'Untitled-1');
  });
});

describe('globs', () => {
  const cases: readonly { glob: string; yes: readonly string[]; no: readonly string[] }[] = [
    { glob: 'scps/*.json', yes: ['scps/a.json', '/work/scps/a.json'], no: ['scps/x/a.json', 'xscps/a.json', 'scps/a.jsonc'] },
    { glob: '*.scp.json', yes: ['a.scp.json', 'x/y/a.scp.json'], no: ['scp.json'] },
    { glob: '**/organization.{json,jsonc}', yes: ['organization.json', 'a/b/organization.jsonc'], no: ['organization.yaml'] },
    { glob: 'a/**/b?.json', yes: ['a/b1.json', 'a/x/y/b2.json'], no: ['a/b.json', 'a/b12.json'] },
    { glob: 'a.b+(c).json', yes: ['a.b+(c).json'], no: ['aXb+(c).json'] },
    { glob: 'x{a,b', yes: ['xa', 'xb'], no: ['x'] },
  ];
  for (const { glob, yes, no } of cases) {
    it(`${glob} takes what it says`, () => {
      const accepts = createGlobTest(glob);
      for (const path of yes) assert.ok(accepts(path), path);
      for (const path of no) assert.ok(!accepts(path), path);
    });
  }
});

describe('readSettings', () => {
  it('keeps the default of whatever cannot be understood', () => {
    const settings = readSettings({
      language: 'fr',
      checks: { a: 'off', b: 'loud' },
      policyFiles: [{ glob: 'x', type: 'scp' }, { type: 'scp' }, 3],
      codeLens: { enabled: false },
    });
    assert.equal(settings.language, 'auto');
    assert.deepEqual(settings.checks, { a: 'off' });
    assert.deepEqual(settings.policyFiles, [{ glob: 'x', type: 'scp', policy: undefined }]);
    assert.equal(settings.codeLensEnabled, false);
    assert.deepEqual(readSettings(null), readSettings(undefined));
  });
});
