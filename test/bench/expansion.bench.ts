import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';

import { realCatalog } from '../support/realCatalog';

import { goal, median, report, times } from './table';

const rounds = 15;

/** As people write it: every name tried against a case-insensitive expression. */
function byExpression(names: readonly string[], pattern: string): readonly string[] {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const expression = new RegExp(`^${source}$`, 'i');
  return names.filter((name) => expression.test(name));
}

/** The same pattern in other letters, the catalog not having its answer any more: it keeps the last 512. */
function written(pattern: string, time: number): string {
  let mask = time % 8;
  const letters = pattern.replace(/[a-z]/gi, (letter) => {
    const other = mask % 2 === 1 ? letter.toUpperCase() : letter.toLowerCase();
    mask >>= 1;
    return other;
  });
  return letters.replace(/\*$/, '*'.repeat(1 + Math.floor(time / 8)));
}

/** Microseconds of one call, of enough calls to be seen by the clock. */
function timeOf(run: (call: number) => unknown, calls: number): number {
  const before = performance.now();
  for (let call = 0; call < calls; call++) run(call);
  return ((performance.now() - before) * 1000) / calls;
}

function main(): void {
  const catalog = realCatalog();
  const names = catalog.services().flatMap((service) => catalog.actionNames(service));
  const patterns: readonly (readonly [pattern: string, wanted: number | undefined])[] = [
    ['*:*Tag*', 10],
    ['s3:Get*', 100],
    ['s3:*Object*', undefined],
  ];
  const rows = patterns.map(([pattern, wanted]) => {
    assert.deepEqual([...catalog.expandAction(pattern)].sort(), [...byExpression(names, pattern)].sort());
    const variants = Array.from({ length: 640 }, (_, index) => written(pattern, index));
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(timeOf((call) => catalog.expandAction(variants[call] ?? pattern), variants.length));
      theirs.push(timeOf(() => byExpression(names, pattern), 3));
    }
    const ratio = median(theirs) / median(ours);
    return [
      `\`${pattern}\``,
      String(catalog.expandAction(pattern).length),
      `${median(ours).toFixed(1)} µs`,
      `${median(theirs).toFixed(0)} µs`,
      times(ratio),
      wanted === undefined ? '' : goal(`≥ ${wanted} ×`, ratio >= wanted),
    ];
  });
  report({
    title: 'Wildcards',
    intro: `Expanding a pattern of actions, out of ${names.length} names; the same result by a case-insensitive regular expression over all of them. No answer from memory. Medians of ${rounds}.`,
    columns: ['pattern', 'actions', 'Gatehouse', 'regular expression', 'ratio', 'goal'],
    rows,
  });
}

main();
