import type { TextChange } from '../checks/check';
import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { valueOf } from '../syntax/queries';

import type { EditedDocument } from './document';
import { entriesOf, replaceEntries } from './lists';
import { listsOfStatement } from './policyLists';

/** A statement, or a part of one, as it can stand in a document of its own. */
export interface StatementPiece {
  /** Place of the statement in the policy, from 0. */
  readonly statement: number;
  readonly size: number;
  /** Its text, indented as the statement is; `sid` replaces the statement's own. */
  write(sid: string | undefined): string;
}

/** How a piece is measured and how much it may hold. */
export interface PieceLimits {
  readonly limit: number;
  measure(node: JsonNode): number;
}

/** The values that a piece has of a list: none other than those of the statement, in its order. */
interface Share {
  readonly value: JsonNode;
  readonly indices: readonly number[];
  readonly sizes: readonly number[];
}

interface Part {
  readonly shares: readonly Share[];
}

/** What a new `Sid` may be longer than the old one. */
const sidGrowth = 4;

/**
 * The statement in pieces that each keep within a limit, together meaning the same: a statement applies where one of its actions and one
 * of its resources match, so either list may be shared out, for `Allow` and for `Deny`. `NotAction` and `NotResource` may not: each piece
 * would match what another leaves out. Undefined when no sharing makes it short enough.
 */
export function splitStatement(
  document: EditedDocument,
  node: ObjectNode,
  statement: number,
  { limit, measure }: PieceLimits,
): readonly StatementPiece[] | undefined {
  const size = measure(node);
  const whole = (sid: string | undefined) => writePiece(document, node, [], sid);
  if (size <= limit) return [{ statement, size, write: whole }];
  const shares = shareableLists(node, measure);
  const fixed = size - shares.reduce((sum, share) => sum + sizeOf(share), 0) + sidGrowth;
  const parts = share({ shares }, limit - fixed);
  return parts?.map((part) => ({
    statement,
    size: fixed + part.shares.reduce((sum, one) => sum + sizeOf(one), 0),
    write: (sid) => writePiece(document, node, part.shares, sid),
  }));
}

function shareableLists(node: ObjectNode, measure: (node: JsonNode) => number): readonly Share[] {
  return listsOfStatement(node).flatMap(({ kind, negated, value }): readonly Share[] => {
    if (negated || (kind !== 'action' && kind !== 'resource') || value.kind !== 'array' || value.items.length < 2) return [];
    return [{ value, indices: [...value.items.keys()], sizes: value.items.map(measure) }];
  });
}

/** With brackets and commas. */
function sizeOf({ sizes }: Share): number {
  return sizes.reduce((sum, size) => sum + size, 2 + Math.max(0, sizes.length - 1));
}

/** Shares the longest list out until everything keeps within the room there is for lists. */
function share(part: Part, room: number): readonly Part[] | undefined {
  const sizes = part.shares.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= room) return [part];
  const longest = part.shares.reduce<Share | undefined>(
    (best, one) => (one.indices.length > 1 && (best === undefined || sizeOf(one) > sizeOf(best)) ? one : best),
    undefined,
  );
  if (longest === undefined) return undefined;
  const roomForIt = room - (total - sizeOf(longest));
  const fillable = longest.sizes.every((size) => size + 2 <= roomForIt);
  const parts: Part[] = [];
  for (const piece of fillable ? fill(longest, roomForIt) : halve(longest)) {
    const shared = share({ shares: part.shares.map((one) => (one === longest ? piece : one)) }, room);
    if (shared === undefined) return undefined;
    parts.push(...shared);
  }
  return parts;
}

/** As many values as fit into each. */
function fill(whole: Share, room: number): readonly Share[] {
  const shares: Share[] = [];
  let from = 0;
  let size = 1;
  whole.sizes.forEach((one, place) => {
    if (place > from && size + one + 1 > room) {
      shares.push(cut(whole, from, place));
      from = place;
      size = 1;
    }
    size += one + 1;
  });
  return [...shares, cut(whole, from, whole.sizes.length)];
}

function halve(whole: Share): readonly Share[] {
  const middle = whole.sizes.length >> 1;
  return [cut(whole, 0, middle), cut(whole, middle, whole.sizes.length)];
}

function cut({ value, indices, sizes }: Share, from: number, to: number): Share {
  return { value, indices: indices.slice(from, to), sizes: sizes.slice(from, to) };
}

function writePiece(document: EditedDocument, node: ObjectNode, shares: readonly Share[], sid: string | undefined): string {
  const changes: TextChange[] = shares.map(({ value, indices }) => {
    const { entries } = entriesOf(document, value);
    return replaceEntries(
      document,
      value,
      indices.flatMap((index) => entries[index] ?? []),
    );
  });
  const written = valueOf(node, 'Sid');
  if (sid !== undefined && written !== undefined) {
    changes.push({ span: { start: written.start, end: written.end }, newText: JSON.stringify(sid) });
  }
  return applyWithin(document.text, node, changes);
}

/** A part of a text with changes that lie in it. */
function applyWithin(text: string, { start, end }: ObjectNode, changes: readonly TextChange[]): string {
  const pieces: string[] = [];
  let at = start;
  for (const { span, newText } of [...changes].sort((a, b) => a.span.start - b.span.start)) {
    pieces.push(text.slice(at, span.start), newText);
    at = span.end;
  }
  return [...pieces, text.slice(at, end)].join('');
}
