// Turns every TypeScript file of server, client and test into out/, file by file and without checking types (tsc -b does that):
// a second's work, so that tests can run after each change.
import { build } from 'esbuild';
import { globSync } from './glob.mjs';

export async function transpile(outdir = 'out') {
  const entryPoints = globSync(
    ['server/src', 'client/src', 'client/webview', 'test'],
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
  );
  await build({
    entryPoints,
    outdir,
    outbase: '.',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  });
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() ?? '')) await transpile();
