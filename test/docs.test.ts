import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { parseDocument } from 'yaml';

import { commands } from '../server/src/cli/run';
import { inRoot } from './support/root';

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs')];
const manifest: unknown = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

function markdownIn(folder: string): readonly string[] {
  return readdirSync(inRoot(folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

/** A part of package.json, as a record. */
function part(...names: readonly string[]): Readonly<Record<string, unknown>> {
  let value: unknown = manifest;
  for (const name of names) value = isRecord(value) ? value[name] : undefined;
  assert.ok(isRecord(value), names.join('.'));
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const missing = (text: string, pattern: RegExp, exists: (name: string) => boolean): readonly string[] =>
  Array.from(text.matchAll(pattern), ([, name]) => name ?? '').filter((name) => !exists(name));

for (const page of pages) {
  describe(page, () => {
    const text = readFileSync(inRoot(page), 'utf8');
    const fromPage = (file: string): string => inRoot(path.dirname(page), file);

    test('names scripts that exist', () => {
      const scripts = part('scripts');
      assert.deepEqual(
        missing(text, /npm run(?: --\S+)* ([a-z][\w:-]*)/g, (name) => Object.hasOwn(scripts, name)),
        [],
      );
      assert.deepEqual(
        missing(text, /node (scripts\/\w+\.mjs)/g, (file) => existsSync(inRoot(file))),
        [],
      );
    });

    test('links to files that exist', () => {
      const relative = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;
      assert.deepEqual(
        missing(text, relative, (file) => existsSync(fromPage(file))),
        [],
      );
    });

    test('speaks only of the project itself', () =>
      assert.deepEqual(text.match(/(?<=^|[\s`("'])\/(?:work|tmp|home|root)\/\S*|localhost:\d+|127\.0\.0\.1/gm) ?? [], []));
  });
}

describe('the examples of the README', () => {
  const readme = readFileSync(inRoot('README.md'), 'utf8');
  const blocks = Array.from(readme.matchAll(/^```(\w*)\n(.*?)^```$/gms), ([, language = '', text = '']) => ({ language, text }));
  /** What a shell is told after `gatehouse`, up to where the next program or file begins. */
  const calls = blocks.flatMap(({ text }) =>
    Array.from(text.matchAll(/(?:^|[\s:(])gatehouse ([a-z][a-z-]*)([^\n#|>&]*)/g), ([, name = '', rest = '']) => ({ name, rest })),
  );

  test('are YAML where they say so', () => {
    const yaml = blocks.filter(({ language }) => language === 'yaml');
    assert.equal(yaml.length, 3);
    for (const { text } of yaml) assert.deepEqual(parseDocument(text, { strict: true }).errors, [], text);
  });

  test('call commands with options that exist', () => {
    assert.ok(calls.length >= 15, `${calls.length} calls`);
    for (const { name, rest } of calls) {
      const command = commands.find((candidate) => candidate.name === name);
      assert.ok(command !== undefined, `gatehouse ${name}`);
      const written = [...command.usage, ...command.options.map(([option]) => option)].join(' ');
      const known = new Set(Array.from(written.matchAll(/--[a-z-]+/g), ([option]) => option));
      for (const option of rest.match(/--[a-z][a-z-]*/g) ?? []) assert.ok(known.has(option), `gatehouse ${name}${rest}`);
      const [, format] = /--format (\S+)/.exec(rest) ?? [];
      if (format !== undefined)
        assert.match(command.usage.join(' '), new RegExp(`--format \\S*\\b${format}\\b`), `gatehouse ${name}${rest}`);
    }
  });

  test('never start what somebody else publishes by our name', () => {
    assert.doesNotMatch(readme, /npx (?:-\S+ )*gatehouse|npm (?:i|install) (?:-\S+ )*gatehouse\b/);
  });
});

describe('settings', () => {
  const settings = Object.keys(part('contributes', 'configuration', 'properties'));
  const code = ['client/src', 'server/src/service']
    .flatMap((folder) => readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(inRoot(file), 'utf8'))
    .join('\n');

  test('are those of the product', () => {
    const expected = [
      'answers',
      'checks',
      'codeLens.enabled',
      'diagnostics.scope',
      'inlayHints.enabled',
      'language',
      'organization',
      'policyFiles',
      'serviceDataUrl',
      'trace.server',
      'tree.pageSize',
    ];
    assert.deepEqual(
      [...settings].sort(),
      expected.map((name) => `gatehouse.${name}`),
    );
  });

  test('are all in the README', () => {
    const readme = readFileSync(inRoot('README.md'), 'utf8');
    assert.deepEqual(
      settings.filter((name) => !readme.includes(`\`${name}\``)),
      [],
    );
  });

  test('are all read by somebody', () => {
    // `gatehouse.trace.server` is read by the language client itself.
    const unread = settings
      .filter((name) => name !== 'gatehouse.trace.server')
      .filter(
        (name) =>
          !name
            .split('.')
            .slice(1)
            .every((word) => code.includes(word)),
      );
    assert.deepEqual(unread, []);
  });
});
