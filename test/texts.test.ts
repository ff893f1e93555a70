import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import ts from 'typescript';

import { inRoot, root } from './support/root';

/** A text for people as it stands in the source. */
interface SourceText {
  readonly template: string | undefined;
  readonly place: string;
}

const sources = ['server/src', 'client/src', 'client/webview']
  .flatMap((folder) => ts.sys.readDirectory(inRoot(folder), ['.ts']))
  .filter((file) => !file.endsWith('.d.ts'));
const texts = sources.flatMap((file) => textsIn(file, readFileSync(file, 'utf8')));
const templates = new Set(texts.flatMap(({ template }) => (template === undefined ? [] : [template])));

/** The first argument of each `message(…)` and `t(…)`; undefined where it is no literal, so that no row can be looked up. */
function textsIn(file: string, code: string): readonly SourceText[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
  const found: SourceText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && makesText(node.expression)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const place = `${path.relative(root, file)}:${line + 1}`;
      for (const template of literals(node.arguments[0])) found.push({ template, place });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function makesText(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'message' || callee.text === 't';
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 't' && callee.expression.getText() === 'l10n';
}

function literals(argument: ts.Expression | undefined): readonly (string | undefined)[] {
  if (argument === undefined) return [undefined];
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isParenthesizedExpression(argument)) return literals(argument.expression);
  if (ts.isConditionalExpression(argument)) return [...literals(argument.whenTrue), ...literals(argument.whenFalse)];
  return [undefined];
}

function readRows(file: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(readFileSync(inRoot(file), 'utf8'));
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `${file} is an object`);
  const rows = Object.entries(value).map(([key, text]: [string, unknown]) => {
    assert.ok(typeof text === 'string' && text.trim() !== '', `${file}: "${key}" has a text`);
    return [key, text] as const;
  });
  return Object.fromEntries(rows);
}

const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\d+\}/g))].sort();

describe('texts at run time', () => {
  const korean = readRows('l10n/bundle.l10n.ko.json');

  test('are found in the source at all', () => assert.ok(templates.size > 100, `${templates.size} templates`));

  test('are literals, so that a translation can be looked up', () => {
    assert.deepEqual(
      texts.filter(({ template }) => template === undefined).map(({ place }) => place),
      [],
    );
  });

  test('are all in Korean', () => {
    const hasWords = (template: string): boolean => /\p{L}/u.test(template.replace(/\{\d+\}/g, ''));
    const missing = texts.filter(({ template }) => template !== undefined && hasWords(template) && !Object.hasOwn(korean, template));
    assert.ok(
      missing.length === 0,
      `${missing.length} are missing:\n${missing.map(({ template, place }) => `${place}: ${template}`).join('\n')}`,
    );
  });

  test('have no Korean row that nothing uses', () => {
    assert.deepEqual(
      Object.keys(korean).filter((template) => !templates.has(template)),
      [],
    );
  });

  test('keep their placeholders in Korean', () => {
    const different = Object.entries(korean).filter(([template, text]) => placeholders(template).join() !== placeholders(text).join());
    assert.deepEqual(different, []);
  });

  test('come from the parts, one translation each', () => {
    const rows = new Map<string, string>();
    for (const name of readdirSync(inRoot('l10n/parts'))) {
      for (const [template, text] of Object.entries(readRows(`l10n/parts/${name}`))) {
        assert.equal(rows.get(template) ?? text, text, `two translations of "${template}"`);
        rows.set(template, text);
      }
    }
    assert.deepEqual(Object.fromEntries(rows), korean, 'l10n/bundle.l10n.ko.json is stale: node scripts/mergeTexts.mjs');
  });
});

describe('texts of package.json', () => {
  const english = readRows('package.nls.json');
  const korean = readRows('package.nls.ko.json');
  const used = new Set(Array.from(readFileSync(inRoot('package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g), ([, key]) => key ?? ''));

  test('are all there in English', () =>
    assert.deepEqual(
      [...used].filter((key) => !Object.hasOwn(english, key)),
      [],
    ));

  test('are all used', () =>
    assert.deepEqual(
      Object.keys(english).filter((key) => !used.has(key)),
      [],
    ));

  test('are the same in Korean', () => assert.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort()));

  test('leave no English in contributions', () => {
    const manifest = readFileSync(inRoot('package.json'), 'utf8');
    const plain = Array.from(manifest.matchAll(/"(?:title|description|markdownDescription|displayName|contextualTitle)": "([^%"][^"]*)"/g));
    assert.deepEqual(
      plain.map(([line]) => line),
      [],
    );
  });
});
