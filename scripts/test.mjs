// `npm test`: everything that has to hold, from the data to a real VS Code; the last line is the sum.
//   --full      random and differential tests at their full counts
//   --desktop   the in-host suite in a desktop VS Code (downloads one) instead of the served one; no run in the browser
//   --only A,B  some of: lint, types, unit, host, oldest, ui (build first: npm run build)
//   --shots     take the pictures of docs/images as well
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureHost, hosts } from '../test/host/prerequisites.mjs';
import { globSync } from './glob.mjs';
import { transpile } from './transpile.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { values: flags } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    desktop: { type: 'boolean', default: false },
    shots: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
if (flags.full) process.env.GATEHOUSE_FULL = '1';
const started = Date.now();
const totals = { passed: 0, failed: 0 };
mkdirSync('test/results', { recursive: true });

const suites = {
  lint: [
    ['the code is linted', () => tool('eslint', '.')],
    ['the code is formatted', () => tool('prettier', '--check', '--log-level=warn', '.')],
  ],
  types: [['the types hold', () => tool('tsc', '-b')]],
};
const counted = {
  unit: runUnit,
  host: () => runHost('latest'),
  oldest: () => runHost('oldest'),
  ui: runUi,
};
const order = ['lint', 'types', 'unit', 'host', ...(flags.desktop ? [] : ['oldest', 'ui'])];
const chosen = flags.only === undefined ? order : flags.only.split(',');
const unknown = chosen.filter((name) => !(name in suites) && !(name in counted));
if (unknown.length > 0)
  throw new Error(`--only knows ${[...Object.keys(suites), ...Object.keys(counted)].join(', ')}, not ${unknown.join(', ')}`);

prepare();
if (chosen.some((name) => name === 'unit' || name === 'host' || name === 'oldest')) await transpiled();
for (const name of chosen) {
  heading(name);
  if (name in suites) for (const [title, holds] of suites[name]) add(title, holds() ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  else add(name, counted[name]());
}
console.log(`\n${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

/** Builds what the suites test; without it none of them says anything, so a failure ends the run. */
function prepare() {
  const needs = (...names) => names.some((name) => chosen.includes(name));
  if (!flags.desktop && needs('host', 'oldest', 'ui')) {
    // Early: a missing prerequisite is known in the first second, not after ten minutes.
    stopWhenThrown(() => {
      ensureChromium();
      if (needs('host', 'ui')) ensureHost(hosts.latest);
      if (needs('oldest')) ensureHost(hosts.oldest);
    });
  }
  if (flags.only !== undefined) return;
  heading('build');
  for (const words of [
    ['run', 'build'],
    ['run', 'package'],
  ]) {
    if (!run('npm', ['--silent', ...words])) stop(`npm ${words.join(' ')} failed`);
  }
}

async function transpiled() {
  rmSync('out/test', { recursive: true, force: true });
  await transpile('out');
}

function runUnit() {
  const files = globSync(['out/test'], (file) => file.endsWith('.test.js')).filter((file) => !file.includes('/test/host/'));
  const reporter = ['--test-reporter=./scripts/unitReporter.mjs', '--test-reporter-destination=stdout'];
  return withResults('unit', (results) =>
    run(process.execPath, ['--enable-source-maps', '--test', ...reporter, ...files], { GATEHOUSE_TEST_RESULTS: results }),
  );
}

function runHost(host) {
  const words = ['test/host/runTests.mjs', '--host', host, ...(flags.desktop ? ['--desktop'] : [])];
  return withResults(`host-${host}`, (results) => run(process.execPath, [...words, '--results', results]));
}

function runUi() {
  const words = ['test/ui/run.mjs', ...(flags.shots ? ['--shots'] : [])];
  return withResults('ui', (results) => run(process.execPath, [...words, '--results', results]));
}

/** Runs a suite that leaves its counts in a file; one that left none, or failed with no failure in it, has failed itself. */
function withResults(name, runSuite) {
  const file = `test/results/${name}.json`;
  rmSync(file, { force: true });
  const ok = runSuite(file);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed } = JSON.parse(readFileSync(file, 'utf8'));
  return { passed, failed: failed === 0 && !ok ? 1 : failed };
}

function add(title, { passed, failed }) {
  totals.passed += passed;
  totals.failed += failed;
  console.log(`${failed === 0 ? '✓' : '✗'} ${title}: ${passed} passed, ${failed} failed`);
}

function tool(name, ...words) {
  return run(`node_modules/.bin/${name}`, words);
}

function run(command, words, env = {}) {
  return spawnSync(command, words, { stdio: 'inherit', env: { ...process.env, ...env }, shell: process.platform === 'win32' }).status === 0;
}

function heading(name) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
}

function stopWhenThrown(action) {
  try {
    action();
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error));
  }
}

function stop(message) {
  console.error(message);
  console.log(`${totals.passed} passed, ${totals.failed + 1} failed`);
  process.exit(1);
}
