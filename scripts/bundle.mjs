// Bundles what is shipped into dist/: client and server for desktop and web, the command line, the simulator's page.
//   npm run bundle              minified, prints sizes
//   npm run bundle -- --watch   not minified, with source maps, again after each change
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, context } from 'esbuild';
import { mergeTexts } from './mergeTexts.mjs';

const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  // One byte a character: Node reads such a file at half the cost.
  charset: 'ascii',
};

// jsonc-parser's CommonJS build requires its own parts by a name that bundlers cannot follow and would crash at load, so its ES
// modules are taken; everything else that knows a browser build gives it to the browser.
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const browser = { ...common, platform: 'browser', format: 'cjs', mainFields: ['browser', 'module', 'main'] };

/** Node reads a file as a whole before it runs it; what the first completion does not need stands in files of its own. */
const later = {
  name: 'later',
  setup(plugin) {
    plugin.onResolve({ filter: /^\.\/(?:later|simulation\/index)\.js$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: path.includes('simulation') ? './simulation.js' : './later.js', external: true } : undefined,
    );
  },
};

/** AWS's SDK is read only when somebody asks AWS, by the command line and by the server alike. */
const aws = {
  name: 'aws',
  setup(plugin) {
    plugin.onResolve({ filter: /\/aws\/index\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: '../aws.js', external: true } : undefined,
    );
  },
};

/** An editor that the command line serves gets the server that lies beside it. */
const server = {
  name: 'server',
  setup(plugin) {
    plugin.onResolve({ filter: /\/node\/main\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: '../node/server.js', external: true } : undefined,
    );
  },
};

const bundles = [
  { ...node, entryPoints: ['client/src/node/main.ts'], outfile: 'dist/node/client.js', external: ['vscode'] },
  { ...browser, entryPoints: ['client/src/browser/main.ts'], outfile: 'dist/browser/client.js', external: ['vscode'] },
  {
    ...node,
    entryPoints: ['server/src/node/main.ts'],
    outfile: 'dist/node/server.js',
    plugins: [later, aws],
    supported: { 'dynamic-import': false },
  },
  { ...node, entryPoints: ['server/src/service/later.ts'], outfile: 'dist/node/later.js' },
  { ...node, entryPoints: ['server/src/service/simulation/index.ts'], outfile: 'dist/node/simulation.js' },
  { ...browser, entryPoints: ['server/src/browser/main.ts'], outfile: 'dist/browser/server.js', format: 'iife' },
  {
    ...node,
    entryPoints: ['server/src/cli/main.ts'],
    outfile: 'dist/cli/gatehouse.js',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [aws, server],
    supported: { 'dynamic-import': false },
  },
  { ...node, entryPoints: ['server/src/aws/index.ts'], outfile: 'dist/aws.js' },
  { ...browser, entryPoints: ['client/webview/simulator/main.ts'], outfile: 'dist/webview/simulator.js', format: 'iife' },
  { ...browser, entryPoints: ['client/webview/simulator/simulator.css'], outfile: 'dist/webview/simulator.css' },
];

/** Says what was built and how big it is, between two lines that an editor's task waits for. */
const report = {
  name: 'report',
  setup(plugin) {
    plugin.onStart(() => console.log('[bundle] started'));
    plugin.onEnd(({ errors }) => {
      for (const { text, location } of errors)
        console.log(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
      if (errors.length === 0) finish(plugin.initialOptions.outfile);
      console.log('[bundle] finished');
    });
  },
};

function finish(file) {
  if (file.startsWith('dist/cli/')) chmodSync(file, 0o755);
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`.padStart(10);
  console.log(`${file.padEnd(28)}${kilobytes(statSync(file).size)}${kilobytes(gzipSync(readFileSync(file)).length)} gzipped`);
}

mergeTexts();
if (watch) {
  const contexts = await Promise.all(
    bundles.map((bundle) => context({ ...bundle, logLevel: 'silent', plugins: [...(bundle.plugins ?? []), report] })),
  );
  await Promise.all(contexts.map((one) => one.watch()));
} else {
  rmSync('dist', { recursive: true, force: true });
  // esbuild has said what is wrong; the other bundles are still worth having.
  const results = await Promise.allSettled(bundles.map((bundle) => build({ ...bundle, metafile: true })));
  // What went into the bundles: the licence notices of the package are written from it.
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/meta.json', JSON.stringify(results.flatMap(({ value }) => value?.metafile ?? [])));
  results.forEach(({ status }, index) => status === 'fulfilled' && finish(bundles[index].outfile));
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
}
