// A reporter for node --test: failures in full, a line per file, and the counts as a last line of JSON in the file named by
// GATEHOUSE_TEST_RESULTS.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const totals = { pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  const files = new Map();
  for await (const { type, data } of events) {
    if (type === 'test:pass' || type === 'test:fail') {
      const counts = files.get(data.file) ?? { passed: 0, failed: 0, time: 0 };
      files.set(data.file, counts);
      if (data.nesting === 0) counts.time += data.details?.duration_ms ?? 0;
      if (data.details?.type === 'suite' || data.skip !== undefined) continue;
      if (type === 'test:pass') counts.passed += 1;
      else {
        counts.failed += 1;
        yield `✗ ${name(data.file)}: ${data.name}\n${indent(reason(data.details?.error))}\n`;
      }
    } else if (type === 'test:diagnostic' && data.nesting === 0) {
      const [, key, count] = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(data.message) ?? [];
      if (key !== undefined) totals[key] = Number(count);
    } else if (type === 'test:stderr') yield data.message;
  }
  for (const [file, { passed, failed, time }] of files) {
    yield `${failed === 0 ? '✓' : '✗'} ${name(file)}  ${passed} passed${failed === 0 ? '' : `, ${failed} failed`}  ${Math.round(time)} ms\n`;
  }
  if (totals.skipped > 0) yield `${totals.skipped} skipped\n`;
  const results = process.env.GATEHOUSE_TEST_RESULTS;
  if (results === undefined) return;
  // A skipped or open test has shown nothing: it may not hide among the passed ones.
  writeFileSync(results, JSON.stringify({ passed: totals.pass, failed: totals.fail + totals.cancelled + totals.todo }));
}

const name = (file) => (file === undefined ? '' : path.relative(process.cwd(), file));
const indent = (text) => text.replace(/^/gm, '    ');

function reason(error) {
  const cause = error?.cause ?? error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : typeof cause === 'string' ? cause : inspect(cause);
}
