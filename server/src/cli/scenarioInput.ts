import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import type { JsonNode, JsonSyntax } from '../core/syntax/nodes';
import { parseJson } from '../core/syntax/parseJson';
import { createLineIndex } from '../core/text/lineIndex';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { CommandError } from './commandError';
import { describeFileError } from './files';
import type { Host } from './host';

/** One scenario as it came in: its tree, or why there is none. */
export interface IncomingScenario {
  /** Line of its beginning, from 1. */
  readonly line: number;
  readonly node: JsonNode | undefined;
  readonly problem: Message | undefined;
}

/** The scenarios of a file, or with `-` of standard input: one, an array, or JSON lines. Of JSON lines one line at a time is in memory. */
export async function* readScenarios(file: string, host: Host): AsyncGenerator<IncomingScenario> {
  const stream = file === '-' ? host.stdin : openFile(path.resolve(host.folder, file));
  const lines = numberedLines(stream, file);
  const first = await lines.next();
  if (first.done === true) return;
  const parsed = parseJson(first.value.text);
  if (isWhole(parsed)) {
    yield* inDocument(parsed, first.value.text, first.value.line);
    for await (const { text, line } of lines) yield inLine(text, line);
    return;
  }
  yield* readBuffered(first.value, lines);
}

interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

function openFile(file: string): Readable {
  return createReadStream(file, { encoding: 'utf8' });
}

/** Lines that are not blank. */
async function* numberedLines(stream: Readable, file: string): AsyncGenerator<NumberedLine> {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  let line = 0;
  try {
    for await (const text of lines) {
      line += 1;
      const clean = line === 1 ? text.replace(/^\ufeff/, '') : text;
      if (clean.trim() !== '') yield { text: clean, line };
    }
  } catch (error) {
    throw new CommandError(message('{0} cannot be read: {1}', file, describeFileError(error)));
  }
}

function isWhole({ root, problems }: JsonSyntax): boolean {
  return root !== undefined && problems.length === 0;
}

/**
 * A first line that is no whole value begins a document of many lines, or is a broken line of JSON lines. A second line that is a scenario
 * by itself tells, so that nothing more is kept; else the rest of the text does.
 */
async function* readBuffered(first: NumberedLine, rest: AsyncGenerator<NumberedLine>): AsyncGenerator<IncomingScenario> {
  const lines = [first];
  const next = await rest.next();
  if (next.done !== true) lines.push(next.value);
  const second = lines[1] === undefined ? undefined : parseJson(lines[1].text);
  const mayBeLines = second !== undefined && !first.text.trimStart().startsWith('[') && isWhole(second);
  if (mayBeLines && isScenario(second)) {
    for (const line of lines) yield inLine(line.text, line.line);
    for await (const { text, line } of rest) yield inLine(text, line);
    return;
  }
  for await (const line of rest) lines.push(line);
  const text = lines.map((line) => line.text).join('\n');
  const document = parseJson(text);
  if (isWhole(document) || !mayBeLines) yield* inDocument(document, text, first.line);
  else for (const line of lines) yield inLine(line.text, line.line);
}

function isScenario({ root }: JsonSyntax): boolean {
  return root?.kind === 'object' && root.members.some(({ key }) => key.text === 'request');
}

function* inDocument(document: JsonSyntax, text: string, firstLine: number): Generator<IncomingScenario> {
  const lines = createLineIndex(text);
  const [problem] = document.problems;
  if (problem !== undefined || document.root === undefined) {
    const line = firstLine + lines.positionAt(problem?.span.start ?? 0).line;
    yield { line, node: undefined, problem: problem?.message ?? message('the document is empty') };
    return;
  }
  const nodes = document.root.kind === 'array' ? document.root.items : [document.root];
  for (const node of nodes) yield { line: firstLine + lines.positionAt(node.start).line, node, problem: undefined };
}

function inLine(text: string, line: number): IncomingScenario {
  const { root, problems } = parseJson(text);
  const [problem] = problems;
  if (problem !== undefined || root === undefined)
    return { line, node: undefined, problem: problem?.message ?? message('the document is empty') };
  return { line, node: root, problem: undefined };
}
