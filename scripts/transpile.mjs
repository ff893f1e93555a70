// Turns every TypeScript file of server, client and test into out/, file by file and without checking types (tsc -b does that):
// a second's work, so that tests can run after each change.
import { build } from 'esbuild';
import { globSync } from './glob.mjs';

export async function transpile(outdir = 'out') {
  const files = globSync(['server/src', 'client/src', 'client/webview', 'test'], (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
  const options = { outdir, outbase: '.', format: 'cjs', platform: 'node', target: 'node20', sourcemap: 'inline', logLevel: 'warning' };
  const [tests, sources] = [true, false].map((wanted) => files.filter((file) => file.startsWith('test/') === wanted));
  // What the product loads later is CommonJS like the rest; tests import ES modules of the build as they are.
  await build({ ...options, entryPoints: sources, supported: { 'dynamic-import': false } });
  await build({ ...options, entryPoints: tests });
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() ?? '')) await transpile();
