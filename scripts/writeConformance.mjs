// Writes docs/conformance.md: what AWS documents about its evaluation logic beside what the engine answers.
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';

const entry = `
export { conformancePage } from './test/conformance/conformancePage';
export { realCatalog } from './test/support/realCatalog';
`;
const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { conformancePage, realCatalog } = await import(`data:text/javascript;base64,${code}`);
writeFileSync('docs/conformance.md', conformancePage(realCatalog()));
