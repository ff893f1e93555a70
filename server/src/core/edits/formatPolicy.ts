import type { TextChange } from '../checks/check';
import type { JsonNode } from '../syntax/nodes';

import { isSound } from './document';
import type { EditedDocument } from './document';
import { readLayout } from './layout';
import type { Layout } from './layout';
import { writePolicy } from './writePolicy';

/** How a document is to be formatted; what is not said follows the document. */
export interface FormatRequest {
  readonly unit?: string;
  /** Default true: AWS's order of elements. */
  readonly awsOrder?: boolean;
}

/**
 * Lays a document out anew, elements in the order `Version`, `Id`, `Statement` and `Sid`, `Effect`, `Principal`, `Action`, `Resource`,
 * `Condition`. Values keep their spelling, comments stay. Undefined for broken text, and where nothing would change.
 */
export function formatPolicy(document: EditedDocument, { unit, awsOrder = true }: FormatRequest = {}): TextChange | undefined {
  const { text, syntax } = document;
  if (syntax.problems.length > 0 || !isSound(document, syntax.root)) return undefined;
  const seen = readLayout(text);
  const layout: Layout = unit === undefined ? seen : { ...seen, unit };
  return changedLines(text, writePolicy(document, { layout, awsOrder }));
}

/** A policy without white space and comments: what AWS counts, and what fits where space is short. */
export function minifyPolicy(document: EditedDocument): TextChange | undefined {
  const { text, syntax } = document;
  if (syntax.root === undefined || syntax.problems.length > 0 || !isSound(document, syntax.root)) return undefined;
  return changedLines(text, minified(text, syntax.root));
}

/** The lines that differ, so that cursors and marks elsewhere stay where they are. */
function changedLines(text: string, newText: string): TextChange | undefined {
  if (newText === text) return undefined;
  const before = linesOf(text);
  const after = linesOf(newText);
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < most - same && before[before.length - 1 - sameAtEnd] === after[after.length - 1 - sameAtEnd]) sameAtEnd++;
  const start = lengthOf(before.slice(0, same));
  const end = text.length - lengthOf(before.slice(before.length - sameAtEnd));
  return { span: { start, end }, newText: after.slice(same, after.length - sameAtEnd).join('') };
}

/** Each with its line break. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function minified(text: string, node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members
        .map(({ key, value }) => `${text.slice(key.start, key.end)}:${value === undefined ? '' : minified(text, value)}`)
        .join(',')}}`;
    case 'array':
      return `[${node.items.map((item) => minified(text, item)).join(',')}]`;
    default:
      return text.slice(node.start, node.end);
  }
}
