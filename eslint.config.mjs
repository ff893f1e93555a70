// Lint for correctness and for the rings of ARCHITECTURE.md; Prettier alone decides how the code looks.
import tseslint from 'typescript-eslint';

/** Import patterns and what to do instead. */
const banned = {
  vscode: {
    regex: '^vscode$',
    message: 'Only client/src knows VS Code. Put the editor side there and talk to it through server/src/protocol.',
  },
  languageClient: {
    regex: '^vscode-languageclient(/|$)',
    message: 'Only client/src uses the language client; a server needs vscode-languageserver.',
  },
  languageServer: {
    regex: '^vscode-languageserver(?!-types|-textdocument)',
    message: 'Only the lsp ring and the entry points know a connection. Return plain data and let server/src/lsp send it.',
  },
  lspTypes: {
    regex: '^vscode-languageserver-(types|textdocument)',
    message: 'Core speaks spans and plain data. Convert to LSP types in server/src/service.',
  },
  serverEntry: {
    regex: '^vscode-languageserver/(node|browser)',
    message:
      'The lsp ring runs on both hosts: import from vscode-languageserver. Node and browser entries are in server/src/node and server/src/browser.',
  },
  clientEntry: {
    regex: '^vscode-languageclient/(node|browser)',
    message:
      'Shared client code runs on both hosts: import from vscode-languageclient. The entries are in client/src/node and client/src/browser.',
  },
  node: {
    regex:
      '^(node:|(assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|process|stream|url|util|worker_threads|zlib)(/|$))',
    message: 'This ring runs in the browser too and does no IO: take text, data and the clock as arguments.',
  },
  jsoncParser: {
    regex: '^jsonc-parser',
    message: 'Only core/syntax knows jsonc-parser. Ask parseJson for nodes, or add what you need to core/syntax.',
  },
  l10n: {
    regex: '^@vscode/l10n',
    message: "Core makes messages, never words: message('…') of core/text/message, translated where they are shown.",
  },
};

/** Bans imports from other rings, named by their folder. */
const rings = (names, message) => ({ regex: `(^|/)\\.\\./(.*/)?(${names.join('|')})(/|$)`, message });

/** A folder of core, from beside it: `syntax/queries` is no import of `queries`. */
const layers = (names, message) => ({ regex: `^(\\.\\./)+(${names.join('|')})/`, message });

const coreOnly = rings(
  ['readers', 'aws', 'git', 'service', 'lsp', 'protocol', 'cli', 'client', 'webview'],
  'Core is the innermost ring and imports nothing outside core. Move the shared part into core, or pass it as an argument.',
);

const imports = (...patterns) => ['error', { patterns }];

/** The order inside core; a layer may use those before it. */
const coreLayers = ['text', 'syntax', 'policy', 'catalog', 'organization', 'evaluation', 'simulation', 'queries', 'checks', 'edits'];

const coreBans = [banned.vscode, banned.languageClient, banned.languageServer, banned.lspTypes, banned.node, banned.l10n, coreOnly];

const layerConfigs = coreLayers.map((layer, index) => ({
  files: [`server/src/core/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': imports(
      ...coreBans,
      ...(layer === 'syntax' ? [] : [banned.jsoncParser]),
      ...(index === coreLayers.length - 1
        ? []
        : [layers(coreLayers.slice(index + 1), `Inside core the order is ${coreLayers.join(' ← ')}; ${layer} cannot use a later one.`)]),
    ),
  },
}));

const always = [
  {
    selector: ':matches(AssignmentExpression > MemberExpression.left, MemberExpression)[property.name=/^(innerHTML|outerHTML)$/]',
    message: 'Policies are untrusted text: build elements and set textContent.',
  },
  {
    selector: "CallExpression[callee.property.name='insertAdjacentHTML']",
    message: 'Policies are untrusted text: build elements and set textContent.',
  },
];

const deterministic = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Core has no clock: take the time as an argument, or as a context key of the request.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Core has no clock: take the time as an argument, or as a context key of the request.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Core is deterministic: take the number as an argument.',
  },
  { selector: 'ImportExpression', message: 'Core loads nothing while it runs: import statically.' },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      'dist/**',
      'out/**',
      'out-*/**',
      '.vscode-test/**',
      'test/vscode-host*/**',
      'test/results/**',
      'server/data/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Our interfaces are filled with closures, which have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...always],
    },
  },
  {
    // node:test's functions return promises that the runner itself awaits.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
              package: 'node:test',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['server/src/core/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...always, ...deterministic],
      'no-restricted-imports': imports(...coreBans, banned.jsoncParser),
    },
  },
  ...layerConfigs,
  {
    files: ['server/src/readers/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...always, ...deterministic],
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.languageServer,
        banned.lspTypes,
        banned.node,
        banned.jsoncParser,
        rings(
          ['aws', 'git', 'service', 'lsp', 'protocol', 'cli', 'client', 'webview'],
          'Readers turn texts into organizations and know core alone.',
        ),
      ),
    },
  },
  {
    files: ['server/src/aws/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.languageServer,
        banned.lspTypes,
        banned.jsoncParser,
        rings(
          ['readers', 'git', 'service', 'lsp', 'protocol', 'cli', 'client', 'webview'],
          'Whoever asks AWS gives back what it said; reading it is for core.',
        ),
      ),
    },
  },
  {
    files: ['server/src/git/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.languageServer,
        banned.lspTypes,
        banned.jsoncParser,
        rings(
          ['readers', 'aws', 'service', 'lsp', 'node', 'cli', 'client', 'webview'],
          'Whoever asks git gives back files; reading them is for readers and core.',
        ),
      ),
    },
  },
  {
    files: ['server/src/service/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.languageServer,
        banned.node,
        banned.jsoncParser,
        rings(
          ['aws', 'git', 'lsp', 'cli', 'browser', 'client', 'webview'],
          'The service is used by the lsp ring and the command line, and knows neither.',
        ),
      ),
    },
  },
  {
    files: ['server/src/protocol/**/*.ts'],
    rules: {
      'no-restricted-imports': imports({
        regex: '^(?!\./)',
        message: 'The protocol imports nothing but itself, so that every side can share it.',
      }),
    },
  },
  {
    files: ['server/src/lsp/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.serverEntry,
        banned.node,
        banned.jsoncParser,
        rings(['cli', 'browser', 'client', 'webview'], 'The lsp ring is used by the entry points and knows none of them.'),
      ),
    },
  },
  {
    files: ['server/src/{node,browser,cli}/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.jsoncParser,
        rings(['client', 'webview'], 'A server never loads the client.'),
      ),
    },
  },
  {
    files: ['client/src/**/*.ts'],
    ignores: ['client/src/{node,browser}/**'],
    rules: {
      'no-restricted-imports': imports(
        banned.languageServer,
        banned.clientEntry,
        banned.node,
        banned.jsoncParser,
        rings(
          ['core', 'service', 'lsp', 'cli', 'webview'],
          'The client knows no policy language: ask the server through server/src/protocol.',
        ),
      ),
    },
  },
  {
    files: ['client/src/{node,browser}/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.languageServer,
        banned.jsoncParser,
        rings(
          ['core', 'service', 'lsp', 'cli', 'webview'],
          'The client knows no policy language: ask the server through server/src/protocol.',
        ),
      ),
    },
  },
  {
    files: ['client/webview/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(
        banned.vscode,
        banned.languageClient,
        banned.languageServer,
        banned.node,
        banned.jsoncParser,
        rings(
          ['core', 'service', 'lsp', 'cli'],
          'The webview renders what messages carry (client/src/simulator/messages.ts) and computes nothing.',
        ),
      ),
    },
  },
  {
    files: ['**/*.mjs'],
    rules: { 'no-eval': 'error', 'no-new-func': 'error', eqeqeq: 'error', 'no-unused-vars': 'error' },
  },
);
