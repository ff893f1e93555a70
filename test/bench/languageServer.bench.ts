import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';

import type { Position } from 'vscode-languageserver/node';

import { gatehouseServer, jsonServer, openSession } from './lspProcess';
import type { ServerCommand, Session } from './lspProcess';
import { goal, median, milliseconds, quantile, report, times } from './table';

const rounds = 31;

const smallPolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:GetObject", "s3:"], "Resource": "arn:aws:s3:::media/*" }
  ]
}
`;
const smallPosition: Position = { line: 3, character: smallPolicy.split('\n')[3]?.indexOf('s3:"') ?? 0 };

interface Start {
  /** Until `initialize` is answered. */
  readonly initialized: number;
  readonly completed: number;
  /** Until there are diagnostics as an editor gets them, of a server of its own. */
  readonly diagnosed: number;
  /** Until there are diagnostics that were asked for at once, of a server of its own. */
  readonly asked: number;
  readonly memory: number;
  readonly items: number;
}

async function start(command: ServerCommand): Promise<Start> {
  const session = await openSession(command, smallPolicy);
  const items = await session.complete({ ...smallPosition, character: smallPosition.character + 3 });
  const completed = session.sinceStart();
  const memory = session.memory();
  await session.close();
  const [diagnosed, asked] = [await diagnosedAfter(command, false), await diagnosedAfter(command, true)];
  return { initialized: session.initialized, completed, diagnosed, asked, memory, items: items.length };
}

async function diagnosedAfter(command: ServerCommand, atOnce: boolean): Promise<number> {
  const session = await openSession(command, smallPolicy);
  await (command === jsonServer ? session.pushedDiagnostics(atOnce) : session.diagnostics());
  const time = session.sinceStart();
  await session.close();
  return time;
}

/** Start of both servers in turn, so that a busy moment of the machine hits both. */
async function starts(): Promise<void> {
  const ours: Start[] = [];
  const theirs: Start[] = [];
  await start(gatehouseServer);
  await start(jsonServer);
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await start(gatehouseServer));
    theirs.push(await start(jsonServer));
  }
  assert.ok(
    ours.every(({ items }) => items > 100),
    'the actions of S3 are completed',
  );
  const row = (title: string, read: (one: Start) => number, show: (value: number) => string, limit?: number): readonly string[] => {
    // Pair by pair, so that a slow minute of the machine weighs on both sides.
    const ratio = median(ours.map((one, index) => read(one) / read(theirs[index] ?? one)));
    return [
      title,
      show(median(ours.map(read))),
      show(median(theirs.map(read))),
      times(ratio),
      limit === undefined ? '' : goal(`≤ ${limit} ×`, ratio <= limit),
    ];
  };
  const megabytes = (value: number): string => `${value.toFixed(1)} MB`;
  report({
    title: 'Start of the language server',
    intro: `Bundled server, the same five-line policy, over stdio. Time from the start of the process, which gets \`initialize\` at once. Median of ${rounds} starts each, in turn; the ratio is the median of the pairs'. Peer: \`vscode-json-languageserver\` 1.3.4, which pushes its diagnostics after 300 ms; the row below asks it for them at once.`,
    columns: ['', 'Gatehouse', 'JSON server', 'ratio', 'goal'],
    rows: [
      row('initialize', ({ initialized }) => initialized, milliseconds, 0.9),
      row('initialize → first completion', ({ completed }) => completed, milliseconds, 1),
      row('initialize → first diagnostics', ({ diagnosed }) => diagnosed, milliseconds, 0.6),
      row('… without the JSON server’s own delay', ({ asked }) => asked, milliseconds),
      row('resident memory after the completion', ({ memory }) => memory, megabytes, 1.2),
    ],
  });
}

function bigPolicy(bytes: number): string {
  const lines = ['{', '  "Version": "2012-10-17",', '  "Statement": ['];
  let size = 50;
  for (let index = 0; size < bytes; index += 1) {
    const line = `    { "Sid": "S${index}", "Effect": "Allow", "Action": ["s3:GetObject", "s3:Put*"], "Resource": "arn:aws:s3:::bucket-${index}/*" },`;
    lines.push(line);
    size += line.length + 1;
  }
  lines.push('    { "Sid": "Last", "Effect": "Allow", "Action": ["s3:GetObject", "s3:"], "Resource": "*" }', '  ]', '}', '');
  return lines.join('\n');
}

interface Editing {
  readonly completion: readonly number[];
  readonly hover: readonly number[];
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await run();
  return performance.now() - before;
}

async function edit(session: Session, text: string): Promise<Editing> {
  const lines = text.split('\n');
  const line = lines.length - 4;
  const inAction: Position = { line, character: (lines[line]?.indexOf('"s3:"') ?? 0) + 4 };
  const onAction: Position = { line, character: (lines[line]?.indexOf('s3:GetObject') ?? 0) + 4 };
  await session.complete(inAction);
  await session.hover(onAction);
  const [completion, hover]: [number[], number[]] = [[], []];
  for (const [index, letter] of [...'GetObjectTagging'.repeat(2)].entries()) {
    // Every answer is about a text that the server has not seen before.
    await session.type({ ...inAction, character: inAction.character + index }, letter);
    completion.push(await timed(() => session.complete({ ...inAction, character: inAction.character + index + 1 })));
    await session.type({ line: 0, character: 1 }, ' ');
    hover.push(await timed(() => session.hover(onAction)));
  }
  return { completion, hover };
}

async function onBigPolicy(): Promise<void> {
  const text = bigPolicy(1_000_000);
  const results: Editing[] = [];
  for (const command of [gatehouseServer, jsonServer]) {
    const session = await openSession(command, text);
    results.push(await edit(session, text));
    await session.close();
  }
  const [ours, theirs] = results;
  assert.ok(ours !== undefined && theirs !== undefined);
  const row = (title: string, read: (one: Editing) => readonly number[]): readonly string[] => {
    const [mine, peer] = [median(read(ours)), median(read(theirs))];
    return [
      title,
      milliseconds(mine),
      milliseconds(quantile(read(ours), 0.95)),
      milliseconds(peer),
      times(mine / peer),
      goal('p50 < 50 ms', mine < 50),
    ];
  };
  report({
    title: 'A policy of 1 MB',
    intro: 'A character is typed before every request, so that each answer is about a new text; the first answer is left out.',
    columns: ['', 'Gatehouse p50', 'p95', 'JSON server p50', 'ratio', 'goal'],
    rows: [row('completion of an action', ({ completion }) => completion), row('hover on an action', ({ hover }) => hover)],
  });
}

void (async () => {
  await starts();
  await onBigPolicy();
})();
