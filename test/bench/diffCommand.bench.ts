import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { goal, median, milliseconds, report } from './table';

const rounds = 5;

/** The measurements of both edits, of a process of its own. */
function measure(): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', path.join(__dirname, 'diffProcess.js')], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return new Map(stdout.trim().split('\n').map(readLine));
}

function readLine(line: string): readonly [place: string, numbers: Readonly<Record<string, number>>] {
  const value: unknown = JSON.parse(line);
  assert.ok(typeof value === 'object' && value !== null && 'place' in value && typeof value.place === 'string');
  const numbers = Object.entries(value).flatMap(([name, number]) => (typeof number === 'number' ? [[name, number] as const] : []));
  return [value.place, Object.fromEntries(numbers)];
}

const runs = Array.from({ length: rounds }, measure);
const values = (place: string, name: string): readonly number[] => runs.map((run) => run.get(place)?.[name] ?? Number.NaN);
const count = (place: string, name: string): string => median(values(place, name)).toLocaleString('en');
const row = (title: string, place: string): readonly string[] => {
  const time = median(values(place, 'diff'));
  return [
    title,
    count(place, 'principals'),
    count(place, 'unchanged'),
    count(place, 'decisions'),
    milliseconds(time),
    milliseconds(median(values(place, 'grouped'))),
    goal('≤ 3 s', time <= 3000),
  ];
};
report({
  title: 'What an edit of one SCP flips',
  intro: `10,000 accounts with 50,000 users and a root user each, read before. Decisions are those that were told apart and compared, (principal, action) pairs on their resources; principals above whom nothing changed are not asked. Median of ${rounds} processes.`,
  columns: ['SCP', 'principals compared', 'not asked', 'decisions', 'compared in', 'grouped in', 'goal'],
  rows: [row('of one OU', 'unit'), row('of the root', 'root')],
});
