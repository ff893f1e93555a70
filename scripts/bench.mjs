// `npm run bench [WORD…]`: runs test/bench/*.bench.ts, each in a process of its own, and writes BENCHMARKS.md.
// With words only the benchmarks whose name contains one run, and nothing is written.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { globSync } from './glob.mjs';
import { transpile } from './transpile.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const words = process.argv.slice(2);
const out = process.env.GATEHOUSE_OUT ?? 'out';
if (words.length === 0) for (const script of ['build', 'package']) execFileSync('npm', ['run', '--silent', script], { stdio: 'inherit' });
await transpile(out);

const benches = globSync([`${out}/test/bench`], (name) => name.endsWith('.bench.js'));
const chosen = words.length === 0 ? benches : benches.filter((file) => words.some((word) => file.includes(word)));
const sections = chosen.flatMap(runBenchmark);
const text = [heading(), ...sections.map(describe)].join('\n');
console.log(text);
if (words.length === 0) writeFileSync('BENCHMARKS.md', text);

/** Each line of a benchmark that is JSON is a section; the others are for whoever watches. */
function runBenchmark(file) {
  console.error(`… ${file}`);
  const flags = ['--expose-gc', '--enable-source-maps', file];
  const { status, stdout } = spawnSync(process.execPath, flags, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${file} ended with ${status}`);
  return stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

function heading() {
  const [processor] = cpus();
  const machine = `${processor?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()} ${release().split('-')[0]}`;
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Medians; peers run in the same run, in processes of their own.
Node ${process.version}; ${machine}; ${new Date().toISOString().slice(0, 10)}. Times depend on the machine, ratios hardly.
`;
}

function describe({ title, intro, columns, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return `## ${title}

${intro}

${[line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')}
`;
}
