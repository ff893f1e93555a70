// Bundles what is shipped into dist/: client and server for desktop and web, the command line, the simulator's page.
//   npm run bundle              minified, prints sizes
//   npm run bundle -- --watch   not minified, with source maps, again after each change
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
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
  charset: 'utf8',
};

// jsonc-parser's CommonJS build requires its own parts by a name that bundlers cannot follow and would crash at load, so its ES
// modules are taken; everything else that knows a browser build gives it to the browser.
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const browser = { ...common, platform: 'browser', format: 'cjs', mainFields: ['browser', 'module', 'main'] };

const bundles = [
  { ...node, entryPoints: ['client/src/node/main.ts'], outfile: 'dist/node/client.js', external: ['vscode'] },
  { ...browser, entryPoints: ['client/src/browser/main.ts'], outfile: 'dist/browser/client.js', external: ['vscode'] },
  { ...node, entryPoints: ['server/src/node/main.ts'], outfile: 'dist/node/server.js' },
  { ...browser, entryPoints: ['server/src/browser/main.ts'], outfile: 'dist/browser/server.js', format: 'iife' },
  { ...node, entryPoints: ['server/src/cli/main.ts'], outfile: 'dist/cli/gatehouse.js', banner: { js: '#!/usr/bin/env node' } },
  { ...browser, entryPoints: ['client/webview/simulator/main.ts'], outfile: 'dist/webview/simulator.js', format: 'iife' },
  { ...browser, entryPoints: ['client/webview/simulator/simulator.css'], outfile: 'dist/webview/simulator.css' },
];

/** Says what was built, how big it is, and when: an editor's task waits for the last line. */
const report = {
  name: 'report',
  setup(plugin) {
    plugin.onStart(() => console.log('[bundle] started'));
    plugin.onEnd(async ({ errors }) => {
      const file = plugin.initialOptions.outfile;
      for (const { text, location } of errors)
        console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
      if (errors.length === 0) {
        if (file.startsWith('dist/cli/')) await chmod(file, 0o755);
        console.log(sizeLine(file));
      }
      console.log('[bundle] finished');
    });
  },
};

function sizeLine(file) {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`.padStart(10);
  return `${file.padEnd(28)}${kilobytes(statSync(file).size)}${kilobytes(gzipSync(readFileSync(file)).length)} gzipped`;
}

mergeTexts();
if (!watch) rmSync('dist', { recursive: true, force: true });
const missing = bundles.filter(({ entryPoints }) => !existsSync(entryPoints[0]));
if (missing.length > 0) {
  console.error(`missing: ${missing.map(({ entryPoints }) => entryPoints[0]).join(', ')}`);
  process.exitCode = 1;
}
const present = bundles.filter((bundle) => !missing.includes(bundle));
if (watch) {
  const contexts = await Promise.all(present.map((bundle) => context({ ...bundle, plugins: [report] })));
  await Promise.all(contexts.map((one) => one.watch()));
} else {
  const results = await Promise.all(present.map((bundle) => build({ ...bundle, metafile: true })));
  writeFileSync('dist/meta.json', JSON.stringify(results.map(({ metafile }) => metafile)));
  await chmodIfThere('dist/cli/gatehouse.js');
  for (const { outfile } of present) console.log(sizeLine(outfile));
}

async function chmodIfThere(file) {
  if (existsSync(file)) await chmod(file, 0o755);
}
