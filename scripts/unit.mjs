// Runs the tests that need no VS Code: all of them, or those whose path contains one of the words given.
//   npm run unit -- core/syntax evaluation
import { spawnSync } from 'node:child_process';
import { globSync } from './glob.mjs';
import { transpile } from './transpile.mjs';

const out = process.env.GATEHOUSE_OUT ?? 'out';
const words = process.argv.slice(2);
await transpile(out);
const files = globSync([`${out}/test`], (name) => name.endsWith('.test.js')).filter((file) => !file.includes('/test/host/'));
const chosen = words.length === 0 ? files : files.filter((file) => words.some((word) => file.includes(word)));
if (chosen.length === 0) throw new Error(`no test file has ${words.join(', ')} in its path`);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=spec', ...chosen], { stdio: 'inherit' });
process.exitCode = status ?? 1;
