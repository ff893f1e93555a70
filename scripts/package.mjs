// `npm run package`: gatehouse.vsix from what `npm run build` made.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNotices } from './writeNotices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { createVSIX } = createRequire(import.meta.url)('@vscode/vsce');

for (const file of ['dist/meta.json', 'dist/node/client.js', 'dist/node/server.js', 'server/data/catalog']) {
  if (!existsSync(path.join(root, file))) throw new Error(`${file} is missing: npm run build makes it`);
}
writeNotices(root);
const packagePath = path.join(root, 'gatehouse.vsix');
// The bundles carry what they need: no node_modules in the package.
await createVSIX({ cwd: root, packagePath, dependencies: false });
console.log(`gatehouse.vsix: ${(statSync(packagePath).size / 1024 / 1024).toFixed(2)} MB`);
