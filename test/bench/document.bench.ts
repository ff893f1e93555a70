import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';

import { parseTree } from 'jsonc-parser';
import { getLanguageService } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

import { createRandom } from '../evaluation/random/randomSource';
import { everything, startFixture } from '../service/navigation/fixture';

import { policyOfSize } from './policies';
import { goal, median, milliseconds, quantile, report, times } from './table';

interface Size {
  readonly name: string;
  readonly text: string;
  readonly rounds: number;
  /** Edits. */
  readonly edits: number;
}

const sizes: readonly Size[] = [
  { name: '16 KB', text: policyOfSize(16_000), rounds: 41, edits: 200 },
  { name: '160 KB', text: policyOfSize(160_000), rounds: 31, edits: 200 },
  { name: '1 MB', text: policyOfSize(1_000_000), rounds: 15, edits: 100 },
  { name: '5 MB', text: policyOfSize(5_000_000), rounds: 5, edits: 40 },
  { name: '10 MB', text: policyOfSize(10_000_000), rounds: 3, edits: 30 },
];

async function timed(run: () => unknown): Promise<number> {
  const before = performance.now();
  await run();
  return performance.now() - before;
}

async function repeat(rounds: number, run: (round: number) => unknown): Promise<readonly number[]> {
  const spent: number[] = [];
  for (let round = 0; round < rounds; round++) spent.push(await timed(() => run(round)));
  return spent;
}

const jsonService = getLanguageService({});
const parseAsPeer = (text: string): unknown => parseTree(text, [], { allowTrailingComma: true });

/** A document that is typed into, a character each time: in strings here and there, and between statements. */
function typist(uri: string, text: string) {
  const random = createRandom(7);
  const edited = TextDocument.create(uri, 'json', 1, text);
  const between = [...text.matchAll(/\},\n(?= {4}\{)/g)].map(({ index }) => index + 3);
  const places = [...text.matchAll(/"[a-z0-9-]+:[A-Za-z]+"/g)].map(({ index, 0: { length } }) => index + length - 1);
  let version = 1;
  const typedAt: number[] = [];
  let place = 0;
  const now = (original: number): number => original + typedAt.filter((other) => other <= original).length;
  return {
    document: edited,
    /** Types one character, somewhere else every five; gives the place behind it. */
    type(anywhere = false): number {
      const isBetween = anywhere && typedAt.length % 5 === 4;
      if (isBetween) place = random.pick(between);
      else if (typedAt.length % 5 === 0) place = random.pick(places);
      const at = now(place);
      const position = edited.positionAt(at);
      TextDocument.update(edited, [{ range: { start: position, end: position }, text: isBetween ? '\n' : 'x' }], ++version);
      typedAt.push(place);
      return at + 1;
    },
    /** A place in another action. */
    elsewhere: () => now(random.pick(places)) - 1,
  };
}

interface Measured {
  readonly parse: readonly number[];
  readonly open: number;
  readonly edit: readonly number[];
  readonly completion: readonly number[];
  readonly hover: readonly number[];
  readonly peer: { readonly complete: readonly number[]; readonly hover: readonly number[] } | undefined;
}

async function measure({ text, rounds, edits }: Size): Promise<Measured> {
  const { service } = startFixture(everything, {});
  const uri = 'file:///workspace/big.json';
  const findings = async (document: TextDocument): Promise<number> => {
    service.documentChanged(document);
    return (await service.diagnostics(document.uri)).length;
  };
  const open = (round: number): Promise<number> => findings(TextDocument.create(`file:///workspace/${round}.json`, 'json', 1, text));
  // A server that has been at work for a while, as the peer's few functions are after their first round.
  for (let read = 0; read < 20_000_000; read += text.length) {
    assert.ok((await open(-1)) > 0, 'something is found');
    service.documentClosed('file:///workspace/-1.json');
  }
  const opens: number[] = [];
  for (let round = 0; round < rounds; round++) {
    parseAsPeer(text);
    opens.push(await timed(() => open(round)));
    service.documentClosed(`file:///workspace/${round}.json`);
  }
  const { document, type, elsewhere } = typist(uri, text);
  await findings(document);
  const edit: number[] = [];
  const parse: number[] = [];
  // In turn, so that both meet the same pauses of the garbage collector.
  for (let round = 0; round < edits; round++) {
    edit.push(
      await timed(() => {
        type(true);
        return findings(document);
      }),
    );
    parse.push(await timed(() => parseAsPeer(document.getText())));
  }
  let answers = 0;
  const afterTyping = (ask: (at: number) => Promise<unknown>) => async (): Promise<void> => {
    const at = type();
    service.documentChanged(document);
    if ((await ask(at)) !== null) answers++;
  };
  const completion = await repeat(
    edits,
    afterTyping((at) => service.completion(uri, document.positionAt(at))),
  );
  assert.equal(answers, edits, 'every completion has an answer');
  const hover = await repeat(
    edits,
    afterTyping(() => service.hover(uri, document.positionAt(elsewhere()))),
  );
  assert.ok(answers > 1.5 * edits, `${answers - edits} hovers of ${edits}`);
  return {
    parse,
    open: median(opens),
    edit,
    completion,
    hover,
    peer: text.length > 2_500_000 ? undefined : await measurePeer(text, edits),
  };
}

async function measurePeer(text: string, rounds: number): Promise<NonNullable<Measured['peer']>> {
  const { document, type, elsewhere } = typist('file:///peer.json', text);
  const ask = async (what: (at: number) => unknown): Promise<readonly number[]> => repeat(rounds, () => what(type()));
  const parsed = () => jsonService.parseJSONDocument(document);
  return {
    complete: await ask((at) => jsonService.doComplete(document, document.positionAt(at), parsed())),
    hover: await ask(() => jsonService.doHover(document, document.positionAt(elsewhere()), parsed())),
  };
}

/** The heap before and after a thousand edits, garbage collected. */
async function memory(): Promise<{ readonly before: number; readonly after: number }> {
  const { service } = startFixture(everything, {});
  const { document, type } = typist('file:///workspace/big.json', sizes[2]?.text ?? '');
  const look = async (): Promise<void> => {
    service.documentChanged(document);
    await service.diagnostics(document.uri);
  };
  const heap = (): number => {
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  for (let round = 0; round < 20; round++) {
    type();
    await look();
  }
  const before = heap();
  for (let round = 0; round < 1000; round++) {
    type();
    await look();
  }
  return { before, after: heap() };
}

const goals: Readonly<
  Record<string, { open: (one: Measured) => readonly [string, boolean]; edit: (one: Measured) => readonly [string, boolean]; ask: number }>
> = {
  '16 KB': {
    open: ({ open }) => ['≤ 20 ms', open <= 20],
    edit: ({ edit }) => ['≤ 5 ms', late(edit) <= 5],
    ask: 15,
  },
  '160 KB': {
    open: ({ open, parse }) => ['≤ 4 ×', open <= 4 * median(parse)],
    edit: ({ edit, parse }) => ['≤ 3 ×', late(edit) <= 3 * late(parse)],
    ask: 15,
  },
  '1 MB': {
    open: ({ open, parse }) => ['≤ 2.5 ×', open <= 2.5 * median(parse)],
    edit: ({ edit, parse }) => ['≤ 1 ×', late(edit) <= late(parse)],
    ask: 30,
  },
  '5 MB': { open: () => ['answers', true], edit: ({ edit, parse }) => ['≤ 1 ×', late(edit) <= late(parse)], ask: 100 },
  '10 MB': { open: () => ['answers', true], edit: ({ edit, parse }) => ['≤ 1 ×', late(edit) <= late(parse)], ask: 100 },
};

const late = (values: readonly number[]): number => quantile(values, 0.95);
const pair = (values: readonly number[]): string => `${milliseconds(median(values))} / ${milliseconds(late(values))}`;
/** Median to median, and 95th percentile to 95th percentile. */
const ratios = (one: readonly number[], other: readonly number[]): string =>
  `${times(median(one) / median(other))} / ${times(late(one) / late(other))}`;

async function main(): Promise<void> {
  const measured: (readonly [name: string, Measured])[] = [];
  for (const size of sizes) measured.push([size.name, await measure(size)]);
  report({
    title: 'Documents of any size',
    intro:
      'Statements of AWS’s managed policies in one document, in one process without transport or debounce. Edits type a character into an action somewhere, every fifth a line break between statements; before each completion and hover a character is typed as well. Medians, and 95th percentiles behind the stroke. Ratios to `parseTree` of `jsonc-parser` on the same text in turn, like to like.',
    columns: ['', 'parseTree, p50 / p95', 'open → diagnostics', 'ratio', 'goal', 'edit → diagnostics, p50 / p95', 'ratio', 'goal'],
    rows: measured.map(([name, one]) => {
      const { parse, open, edit } = one;
      const wanted = goals[name];
      return [
        name,
        pair(parse),
        milliseconds(open),
        times(open / median(parse)),
        wanted === undefined ? '' : goal(...wanted.open(one)),
        pair(edit),
        ratios(edit, parse),
        wanted === undefined ? '' : goal(...wanted.edit(one)),
      ];
    }),
  });
  report({
    title: 'Completion and hover in documents of any size',
    intro:
      'The same documents; a character is typed before each question. Peer: `vscode-json-languageservice` 5.7.2, which throws above 2.5 MB. The ratios are the peer’s times to ours, like to like.',
    columns: ['', 'completion, p50 / p95', 'JSON service', 'ratio', 'hover, p50 / p95', 'JSON service', 'ratio', 'goal'],
    rows: measured.map(([name, { completion, hover, peer }]) => {
      const [mine, over] = [late(completion), late(hover)];
      const limit = goals[name]?.ask ?? 0;
      const wanted = [goal(`≤ ${limit} ms`, mine <= limit && over <= limit)];
      for (const [what, read] of name === '1 MB' && peer !== undefined
        ? ([
            ['p50', median],
            ['p95', late],
          ] as const)
        : []) {
        wanted.push(
          goal(`${what} ≥ 10 ×`, read(peer?.complete ?? []) >= 10 * read(completion) && read(peer?.hover ?? []) >= 10 * read(hover)),
        );
      }
      return [
        name,
        pair(completion),
        peer === undefined ? '—' : pair(peer.complete),
        peer === undefined ? '—' : ratios(peer.complete, completion),
        pair(hover),
        peer === undefined ? '—' : pair(peer.hover),
        peer === undefined ? '—' : ratios(peer.hover, hover),
        wanted.join(', '),
      ];
    }),
  });
  const { before, after } = await memory();
  const megabytes = (value: number): string => `${(value / 2 ** 20).toFixed(1)} MB`;
  const growth = after / before - 1;
  report({
    title: 'Memory after 1,000 edits of a 1 MB document',
    intro: 'Heap of the process, garbage collected, diagnostics asked after every edit.',
    columns: ['after 20 edits', 'after 1,020', 'growth', 'goal'],
    rows: [[megabytes(before), megabytes(after), `${(growth * 100).toFixed(1)} %`, goal('< 10 %', growth < 0.1)]],
  });
}

void main();
