import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import { build } from 'esbuild';
import { ESLint } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

import { inRoot, root } from './support/root';

/** Lints a file that exists only here, by the project's own configuration without the rules that need types. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }, tseslint.configs.disableTypeChecked],
});

async function lint(file: string, code: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath: inRoot(file) });
  assert.ok(result !== undefined, `${file} is linted`);
  return result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe('lint refuses', () => {
  const illegal: readonly (readonly [file: string, code: string, message: RegExp])[] = [
    ['server/src/core/policy/new.ts', `import { window } from 'vscode'; window;`, /Only client\/src knows VS Code/],
    [
      'server/src/core/policy/new.ts',
      `import type { Range } from 'vscode-languageserver-types'; export type R = Range;`,
      /spans and plain data/,
    ],
    [
      'server/src/core/checks/action/new.ts',
      `import type { Connection } from 'vscode-languageserver'; export type C = Connection;`,
      /lsp ring/,
    ],
    ['server/src/core/checks/action/new.ts', `import { scan } from 'jsonc-parser'; scan;`, /Only core\/syntax knows jsonc-parser/],
    ['server/src/core/catalog/new.ts', `import { readFileSync } from 'node:fs'; readFileSync;`, /does no IO/],
    ['server/src/core/evaluation/new.ts', `import { handler } from '../../service/handler'; handler;`, /innermost ring/],
    [
      'server/src/core/evaluation/new.ts',
      `import { allChecks } from '../checks/allChecks'; allChecks;`,
      /evaluation cannot use a later one/,
    ],
    [
      'server/src/core/syntax/new.ts',
      `import { createCatalog } from '../catalog/createCatalog'; createCatalog;`,
      /syntax cannot use a later one/,
    ],
    ['server/src/core/text/new.ts', `export * from '../syntax/parseJson';`, /text cannot use a later one/],
    ['server/src/core/evaluation/new.ts', `export const now = () => new Date();`, /Core has no clock/],
    ['server/src/core/evaluation/new.ts', `export const now = () => Date.now();`, /Core has no clock/],
    ['server/src/core/evaluation/new.ts', `export const some = () => Math.random();`, /Core is deterministic/],
    ['server/src/core/evaluation/new.ts', `export const load = () => import('../policy/policy');`, /Core loads nothing while it runs/],
    ['server/src/service/new.ts', `import { startServer } from '../lsp/server'; startServer;`, /knows neither/],
    ['server/src/service/new.ts', `import { readFileSync } from 'fs'; readFileSync;`, /does no IO/],
    ['server/src/service/new.ts', `import { Connection } from 'vscode-languageserver'; export type C = Connection;`, /lsp ring/],
    ['server/src/git/new.ts', `import { readForeign } from '../readers/readForeign'; readForeign;`, /gives back files/],
    ['server/src/service/new.ts', `import { readRevision } from '../git/revisionFiles'; readRevision;`, /knows neither/],
    [
      'server/src/protocol/new.ts',
      `import type { Span } from '../core/text/span'; export type S = Span;`,
      /The protocol imports nothing but itself/,
    ],
    ['server/src/lsp/new.ts', `import { createConnection } from 'vscode-languageserver/node'; createConnection;`, /runs on both hosts/],
    ['server/src/lsp/new.ts', `import { main } from '../cli/main'; main;`, /knows none of them/],
    ['server/src/cli/new.ts', `import { window } from 'vscode'; window;`, /Only client\/src knows VS Code/],
    ['client/src/new.ts', `import { evaluate } from '../../server/src/core/evaluation/evaluate'; evaluate;`, /ask the server/],
    ['client/src/new.ts', `import { hover } from '../../server/src/service/hover'; hover;`, /ask the server/],
    ['client/src/new.ts', `import { LanguageClient } from 'vscode-languageclient/node'; LanguageClient;`, /runs on both hosts/],
    ['client/src/node/new.ts', `import { hover } from '../../../server/src/service/hover'; hover;`, /ask the server/],
    ['client/webview/simulator/new.ts', `import { window } from 'vscode'; window;`, /Only client\/src knows VS Code/],
    ['client/webview/simulator/new.ts', `export const show = (e: HTMLElement) => { e.innerHTML = 'x'; };`, /set textContent/],
    [
      'client/webview/simulator/new.ts',
      `export const show = (e: HTMLElement) => e.insertAdjacentHTML('afterend', 'x');`,
      /set textContent/,
    ],
    ['client/webview/simulator/new.ts', `eval('1');`, /no-eval/],
    ['server/src/core/policy/new.ts', `export const text = ('x' as unknown) as string;`, /consistent-type-assertions/],
    ['server/src/core/policy/new.ts', `export const length = (list?: string[]) => list!.length;`, /no-non-null-assertion/],
    ['server/src/core/policy/new.ts', `export const anything = (value: any) => String(value);`, /no-explicit-any/],
  ];
  for (const [file, code, message] of illegal) {
    test(`${code} in ${path.dirname(file)}`, async () => {
      const messages = await lint(file, code);
      assert.ok(
        messages.some((text) => message.test(text)),
        messages.join('\n') || 'nothing was reported',
      );
    });
  }
});

describe('lint accepts', () => {
  const legal: readonly (readonly [file: string, code: string])[] = [
    ['server/src/core/syntax/new.ts', `import { createScanner } from 'jsonc-parser';\n\nexport const scanner = createScanner('');\n`],
    ['server/src/core/checks/new.ts', `import type { Policy } from '../policy/policy';\n\nexport type P = Policy;\n`],
    ['server/src/core/evaluation/new.ts', `export const at = (text: string) => new Date(text);\n`],
    ['server/src/service/new.ts', `import type { Range } from 'vscode-languageserver-types';\n\nexport type R = Range;\n`],
    ['server/src/service/new.ts', `import type { SimulateParams } from '../protocol/requests';\n\nexport type P = SimulateParams;\n`],
    ['server/src/lsp/new.ts', `import type { Connection } from 'vscode-languageserver';\n\nexport type C = Connection;\n`],
    [
      'client/src/new.ts',
      `import { window } from 'vscode';\n\nimport type { SimulateParams } from '../../server/src/protocol/requests';\n\nexport type P = SimulateParams;\nexport const w = window;\n`,
    ],
  ];
  for (const [file, code] of legal) {
    test(`${code.split('\n')[0]} in ${path.dirname(file)}`, async () => assert.deepEqual(await lint(file, code), []));
  }
});

/** What the compiler says about a file that exists only here, as a part of a project. */
function compileErrors(project: string, code: string): readonly string[] {
  const folder = inRoot(project);
  const config = path.join(folder, 'tsconfig.json');
  const parsed = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (name) => ts.sys.readFile(name)).config,
    ts.sys,
    folder,
    undefined,
    config,
  );
  const file = path.join(folder, 'illegal.ts');
  const { options } = parsed;
  const disk = ts.createCompilerHost(options);
  const isIllegal = (name: string): boolean => path.resolve(name) === file;
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => isIllegal(name) || disk.fileExists(name),
    readFile: (name) => (isIllegal(name) ? code : disk.readFile(name)),
    getSourceFile: (name, language, ...rest) =>
      isIllegal(name) ? ts.createSourceFile(name, code, language) : disk.getSourceFile(name, language, ...rest),
  };
  const program = ts.createProgram({
    rootNames: [...parsed.fileNames, file],
    options,
    host,
    ...(parsed.projectReferences === undefined ? {} : { projectReferences: parsed.projectReferences }),
  });
  const source = program.getSourceFile(file);
  assert.ok(source !== undefined);
  const about = (diagnostic: ts.Diagnostic): boolean => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    return diagnostic.file?.fileName === file || text.includes('illegal.ts');
  };
  const diagnostics = [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics(source)];
  return diagnostics
    .filter(about)
    .map(({ code: number, messageText }) => `TS${number} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** Not in the project (6059, 6307), not found (2307), no such name here (2304, 2580, 2584, 2591). */
const unknownName = /^TS(6059|6307|2307|2304|2580|2584|2591) /;

describe('the compiler refuses', () => {
  const illegal: readonly (readonly [project: string, code: string])[] = [
    ['server/src/core', `import { readFileSync } from 'node:fs'; export const f = readFileSync;`],
    ['server/src/core', `export const here = () => process.cwd();`],
    ['server/src/core', `export const later = () => setTimeout(() => {}, 1);`],
    ['server/src/core', `export const say = () => console.log('x');`],
    ['server/src/core', `export * from '../protocol/requests';`],
    ['server/src/protocol', `export * from '../core/text/span';`],
    ['server/src/service', `import { readFileSync } from 'node:fs'; export const f = readFileSync;`],
    ['server/src/service', `export const page = document.title;`],
    ['server/src/lsp', `import { readFileSync } from 'node:fs'; export const f = readFileSync;`],
    ['client/src', `export * from '../../server/src/core/text/span';`],
    ['client/webview', `export * from '../../server/src/core/text/span';`],
  ];
  for (const [project, code] of illegal) {
    test(`${code} in ${project}`, () => {
      const [first, ...others] = compileErrors(project, code);
      assert.match(first ?? 'nothing', unknownName, others.join('\n'));
    });
  }

  test('and nothing legal', () => {
    assert.deepEqual(compileErrors('server/src/core', `import type { Span } from './text/span';\nexport type S = Span;\n`), []);
    assert.deepEqual(compileErrors('client/src', `import { window } from 'vscode';\nexport const w = window;\n`), []);
  });
});

test('core bundles for no platform at all', async () => {
  const bundle = (entryPoints: readonly string[]): Promise<unknown> =>
    build({
      entryPoints: [...entryPoints],
      bundle: true,
      write: false,
      outdir: inRoot('out/neutral'),
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      logLevel: 'silent',
    });
  const core = ts.sys.readDirectory(inRoot('server/src/core'), ['.ts']);
  assert.ok(core.length > 20, 'core is there');
  await bundle(core);
  await assert.rejects(bundle([inRoot('test/support/root.ts')]), /node:path/);
});
