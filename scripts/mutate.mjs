// Puts each fault of test/mutation/faults.json into a copy of the engine and runs the evaluation tests there: a fault that none of
// them catches is a hole in the tests.
//   npm run mutate                   all faults
//   npm run mutate -- scp boundary   those whose title contains one of the words
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { transpile } from './transpile.mjs';

const out = 'out-mutation';
// The cheap ones first; each is a file of its own, so that a fault costs no more than the first that sees it.
const suites = [
  'evaluation/cases.test.js',
  'conformance/conformance.test.js',
  'evaluation/differential.test.js',
  'evaluation/laws.test.js',
].map((name) => `${out}/test/${name}`);
const env = { ...process.env, GATEHOUSE_SCENARIOS: '6000', GATEHOUSE_SEED: '1', GATEHOUSE_RUNS: '300', NODE_V8_COVERAGE: '' };

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const faults = JSON.parse(readFileSync('test/mutation/faults.json', 'utf8'));
const chosen = faults.filter(({ title }) => words.length === 0 || words.some((word) => title.toLowerCase().includes(word)));

const misplaced = faults.flatMap((fault) => {
  const count = readFileSync(fault.file, 'utf8').split(fault.search).length - 1;
  return count === 1 ? [] : [`${fault.title}: its text occurs ${count} times in ${fault.file}`];
});
if (misplaced.length > 0) stop(`Faults that are not where they should be:\n  ${misplaced.join('\n  ')}`);

await transpile(out);
const already = firstFailure();
if (already !== undefined) stop(`${already} fails without any fault.`);

let survived = 0;
for (const fault of chosen) {
  const caughtBy = await withFault(fault, firstFailure);
  if (caughtBy === undefined) survived++;
  console.log(caughtBy === undefined ? `✖ survived  ${fault.title}` : `✔ caught    ${fault.title}  (${caughtBy})`);
}
rmSync(out, { recursive: true, force: true });
console.log(`\n${chosen.length - survived} of ${chosen.length} faults caught.`);
if (survived > 0) process.exitCode = 1;

/** Does something while the copy has a fault. */
async function withFault({ file, search, replace }, action) {
  const target = `${out}/${file.replace(/\.ts$/, '.js')}`;
  const sound = readFileSync(target, 'utf8');
  const faulty = readFileSync(file, 'utf8').replace(search, () => replace);
  const { code } = await transform(faulty, { loader: 'ts', format: 'cjs', platform: 'node', target: 'node20', sourcefile: file });
  writeFileSync(target, code);
  try {
    return action();
  } finally {
    writeFileSync(target, sound);
  }
}

/** The first suite that fails, by its short name. */
function firstFailure() {
  const failing = suites.find((suite) => {
    // A fault may make the engine run in circles.
    const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=dot', suite], { env, stdio: 'ignore', timeout: 300_000 });
    return status !== 0;
  });
  return failing?.split('/').pop()?.replace('.test.js', '');
}

function stop(text) {
  console.error(text);
  process.exit(1);
}
