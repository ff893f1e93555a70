import type { ArrayNode, ObjectNode } from '../syntax/nodes';
import type { Span } from '../text/span';

import { commentsWithin } from './document';
import type { EditedDocument } from './document';

/** An item of a list or a member of an object, with the comments that belong to it. */
export interface Entry {
  readonly text: string;
  /** Comments in front of it or above it. */
  readonly before: readonly string[];
  /** Comments behind it on its line. */
  readonly after: readonly string[];
  /** Whether an empty line sets it apart from what is above. */
  readonly apart: boolean;
}

/** What stands between two brackets. */
export interface Entries {
  readonly entries: readonly Entry[];
  /** Comments on the line of the opening bracket, and those after the last entry. */
  readonly opening: readonly string[];
  readonly closing: readonly string[];
  /** Whether the closing bracket stands on a later line than the opening one. */
  readonly multiline: boolean;
}

/** An entry that has no comments. */
export function plainEntry(text: string): Entry {
  return { text, before: [], after: [], apart: false };
}

/** The entries of a list or an object; `write` says how each is written (default: as it stands). */
export function readEntries(document: EditedDocument, container: ArrayNode | ObjectNode, write?: (index: number) => string): Entries {
  const { text } = document;
  const nodes: readonly Span[] = container.kind === 'array' ? container.items : container.members;
  const comments = attachComments(document, container, nodes);
  const entries = nodes.map((node, index): Entry => ({
    text: write?.(index) ?? text.slice(node.start, node.end),
    before: comments.before.get(index) ?? [],
    after: comments.after.get(index) ?? [],
    apart: index > 0 && hasEmptyLine(text.slice(nodes[index - 1]?.end ?? node.start, node.start)),
  }));
  return {
    entries,
    opening: comments.after.get(-1) ?? [],
    closing: comments.before.get(nodes.length) ?? [],
    multiline: text.slice(container.start, container.end).includes('\n'),
  };
}

function hasEmptyLine(gap: string): boolean {
  return /\n[ \t]*\r?\n/.test(gap);
}

interface AttachedComments {
  readonly before: ReadonlyMap<number, readonly string[]>;
  /** Those on the line of the opening bracket are behind entry -1. */
  readonly after: ReadonlyMap<number, readonly string[]>;
}

function attachComments(document: EditedDocument, container: Span, nodes: readonly Span[]): AttachedComments {
  const before = new Map<number, string[]>();
  const after = new Map<number, string[]>();
  const put = (to: Map<number, string[]>, index: number, comment: string) => {
    const known = to.get(index);
    if (known === undefined) to.set(index, [comment]);
    else known.push(comment);
  };
  const { text } = document;
  let next = 0;
  for (const { start, end } of commentsWithin(document, { start: container.start + 1, end: container.end })) {
    while (next < nodes.length && (nodes[next]?.end ?? 0) <= start) next++;
    const following = nodes[next];
    // Inside an entry it is part of what that entry is.
    if (following !== undefined && following.start <= start) continue;
    const gap = text.slice(nodes[next - 1]?.end ?? container.start, start);
    const leads = following !== undefined && gap.includes(',') && !text.slice(start, following.start).includes('\n');
    if (gap.includes('\n') || leads) put(before, next, text.slice(start, end));
    else put(after, next - 1, text.slice(start, end));
  }
  return { before, after };
}

/** One entry in place of several: their comments all go with it. */
export function mergeEntries(entries: readonly Entry[], text: string): Entry {
  const [first, ...rest] = entries;
  if (first === undefined) return plainEntry(text);
  if (rest.length === 0) return { ...first, text };
  const before = entries.flatMap((entry, index) => (index === 0 ? entry.before : [...entry.before, ...entry.after]));
  return { text, before, after: first.after, apart: first.apart };
}

/** Where and how the brackets are written. */
export interface EntriesStyle {
  readonly brackets: '[]' | '{}';
  readonly newline: string;
  /** Of the closing bracket, where that stands on a line of its own, and of the entries. */
  readonly indentation: string;
  readonly inner: string;
  /** Between bracket and entry where all is on one line. */
  readonly padding: string;
  /** Behind the comma where all is on one line. */
  readonly gap: string;
}

/** The entries on one line; undefined where a line comment or a text of several lines forbids that. */
export function writeOnOneLine({ entries, opening, closing }: Entries, { brackets, padding, gap }: EntriesStyle): string | undefined {
  const pieces = entries.map(({ text, before, after }, index) =>
    [...(index === 0 ? opening : []), ...before, text, ...after, ...(index === entries.length - 1 ? closing : [])].join(' '),
  );
  const comments = [...opening, ...closing, ...entries.flatMap((entry) => [...entry.before, ...entry.after])];
  if (comments.some((comment) => comment.startsWith('//')) || pieces.some((piece) => piece.includes('\n'))) return undefined;
  if (entries.length === 0) return opening.length + closing.length === 0 ? brackets : undefined;
  return `${brackets[0] ?? ''}${padding}${pieces.join(`,${gap}`)}${padding}${brackets[1] ?? ''}`;
}

/** The entries, each on lines of its own. */
export function writeOnLines({ entries, opening, closing }: Entries, style: EntriesStyle): string {
  const { brackets, newline, indentation, inner } = style;
  const lines: string[] = [[brackets[0] ?? '', ...opening].join(' ')];
  entries.forEach(({ text, before, after, apart }, index) => {
    if (apart && index > 0) lines.push('');
    const comma = index < entries.length - 1 ? ',' : '';
    lines.push(...before.map((comment) => inner + comment), [inner + text + comma, ...after].join(' '));
  });
  lines.push(...closing.map((comment) => inner + comment), indentation + (brackets[1] ?? ''));
  return lines.join(newline);
}
