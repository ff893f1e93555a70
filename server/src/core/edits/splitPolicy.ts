import type { Catalog } from '../catalog/catalog';
import type { PolicyType } from '../policy/policyType';
import type { JsonNode } from '../syntax/nodes';
import { itemsOf, textOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { isSound } from './document';
import type { EditedDocument } from './document';
import { readEntries, writeOnLines } from './entries';
import type { Entries, Entry } from './entries';
import { indentationAt, readLayout } from './layout';
import { writeList } from './lists';
import { policyQuota } from './policyQuotas';
import type { PolicyQuota } from './policyQuotas';
import { indent, reindent } from './scalarAndList';
import { splitStatement } from './splitStatement';
import type { StatementPiece } from './splitStatement';

/** How a policy that is too long could be shared among several documents, or why it cannot. */
export type SplitPlan =
  | { readonly kind: 'possible'; readonly limit: number; readonly documents: readonly (readonly StatementPiece[])[] }
  | { readonly kind: 'impossible'; readonly limit: number; readonly reason: Message };

/**
 * A plan for a policy over its size quota; undefined when it keeps within, or when nobody knows the quota. Each statement lands in
 * exactly one document; one that alone is too long is shared out where that means the same.
 */
export function planSplit(document: EditedDocument, type: PolicyType, catalog: Catalog): SplitPlan | undefined {
  const { root } = document.syntax;
  const quota = policyQuota(type, catalog);
  if (root === undefined || quota === undefined || root.end - root.start <= quota.limit || !isSound(document, root)) return undefined;
  const size = quota.measure(root);
  const list = valueOf(root, 'Statement');
  if (size <= quota.limit || list === undefined) return undefined;
  const { limit } = quota;
  if (!quota.severalAllowed) return { kind: 'impossible', limit, reason: message('only one policy of this type can be attached') };
  // What every document has: all but the statements, and the brackets of their list.
  const frame = size - quota.measure(list) + 2;
  const pieces = piecesOf(document, list, { ...quota, limit: limit - frame });
  if ('reason' in pieces) return { kind: 'impossible', limit, reason: pieces.reason };
  return { kind: 'possible', limit, documents: pack(pieces.pieces, limit - frame) };
}

type Pieces = { readonly pieces: readonly StatementPiece[] } | { readonly reason: Message };

function piecesOf(document: EditedDocument, list: JsonNode, quota: PolicyQuota): Pieces {
  const pieces: StatementPiece[] = [];
  for (const [index, node] of itemsOf(list).entries()) {
    const own = node.kind === 'object' ? splitStatement(document, node, index, quota) : undefined;
    if (own === undefined) {
      const name = node.kind === 'object' ? (textOf(node, 'Sid') ?? '') : '';
      return {
        reason:
          name === ''
            ? message('statement {0} alone is too long, and sharing it out would change its meaning', index + 1)
            : message('statement `{0}` alone is too long, and sharing it out would change its meaning', name),
      };
    }
    pieces.push(...own);
  }
  return { pieces };
}

/** Neighbours stay together where that costs no further document; commas count. */
function pack(pieces: readonly StatementPiece[], room: number): readonly (readonly StatementPiece[])[] {
  const asWritten = firstFit(pieces, room);
  const bySize = firstFit(
    [...pieces].sort((a, b) => b.size - a.size),
    room,
  );
  const chosen = bySize.length < asWritten.length ? bySize : asWritten;
  const place = new Map(pieces.map((piece, index) => [piece, index]));
  const placeOf = (piece: StatementPiece | undefined) => (piece === undefined ? 0 : (place.get(piece) ?? 0));
  return chosen.map((document) => [...document].sort((a, b) => placeOf(a) - placeOf(b))).sort((a, b) => placeOf(a[0]) - placeOf(b[0]));
}

function firstFit(pieces: readonly StatementPiece[], room: number): readonly (readonly StatementPiece[])[] {
  const documents: { used: number; readonly pieces: StatementPiece[] }[] = [];
  for (const piece of pieces) {
    const found = documents.find(({ used }) => used + 1 + piece.size <= room);
    if (found === undefined) documents.push({ used: piece.size, pieces: [piece] });
    else {
      found.used += 1 + piece.size;
      found.pieces.push(piece);
    }
  }
  return documents.map((document) => document.pieces);
}

/** The documents of a plan: each is the policy with its share of the statements; what else the policy holds, each of them has. */
export function writeSplit(document: EditedDocument, documents: readonly (readonly StatementPiece[])[]): readonly string[] {
  const { text } = document;
  const list = valueOf(document.syntax.root, 'Statement');
  if (list === undefined) return [];
  const sids = pieceSids(list, documents.flat());
  const written = readStatements(document, list);
  const seen = new Set<number>();
  return documents.map((pieces, index) => {
    const entries = pieces.map((piece): Entry => {
      const { indentation, entry } = written.statements[piece.statement] ?? emptyStatement;
      const isFirst = !seen.has(piece.statement);
      seen.add(piece.statement);
      const own = reindent(piece.write(sids.get(piece)), indentation, written.indentation);
      return isFirst ? { ...entry, text: own } : { text: own, before: [], after: [], apart: false };
    });
    const opening = index === 0 ? written.opening : [];
    const closing = index === documents.length - 1 ? written.closing : [];
    const value = writeStatements(document, list, { entries, opening, closing, multiline: written.multiline });
    return text.slice(0, list.start) + value + text.slice(list.end);
  });
}

interface WrittenStatements extends Omit<Entries, 'entries'> {
  /** Of statements that stand on lines of their own. */
  readonly indentation: string;
  readonly statements: readonly { readonly indentation: string; readonly entry: Entry }[];
}

const emptyStatement = { indentation: '', entry: { text: '', before: [], after: [], apart: false } };

function readStatements(document: EditedDocument, list: JsonNode): WrittenStatements {
  const { text } = document;
  const indentation = indentationAt(text, list.start);
  if (list.kind !== 'array') {
    return {
      opening: [],
      closing: [],
      multiline: text.slice(list.start, list.end).includes('\n'),
      indentation,
      statements: [{ ...emptyStatement, indentation }],
    };
  }
  const { entries, opening, closing, multiline } = readEntries(document, list);
  const [first] = list.items;
  const isOnOwnLine = first !== undefined && text.slice(list.start, first.start).includes('\n');
  const inner = isOnOwnLine ? indentationAt(text, first.start) : indentation + readLayout(text).unit;
  const statements = list.items.map((item, index) => ({
    indentation: multiline ? indentationAt(text, item.start) : inner,
    entry: entries[index] ?? emptyStatement.entry,
  }));
  return { opening, closing, multiline, indentation: inner, statements };
}

/** A single statement that stood without brackets needs none while it is alone. */
function writeStatements(document: EditedDocument, list: JsonNode, entries: Entries): string {
  if (list.kind === 'array') return writeList(document, list, entries);
  const [only] = entries.entries;
  if (only !== undefined && entries.entries.length === 1) return only.text;
  const { newline, unit, oneLine } = readLayout(document.text);
  if (oneLine || !entries.multiline) return `[${entries.entries.map(({ text }) => text).join(',')}]`;
  const indentation = indentationAt(document.text, list.start);
  const inner = entries.entries.map((entry) => ({ ...entry, text: indent(entry.text, unit) }));
  return writeOnLines(
    { ...entries, entries: inner },
    { brackets: '[]', newline, indentation, inner: indentation + unit, padding: '', gap: '' },
  );
}

/** The pieces of one statement need names of their own; the first keeps the statement's. */
function pieceSids(list: JsonNode, pieces: readonly StatementPiece[]): ReadonlyMap<StatementPiece, string> {
  const nodes = itemsOf(list);
  const taken = new Set(nodes.flatMap((node) => textOf(node, 'Sid') ?? []));
  const seen = new Set<number>();
  const sids = new Map<StatementPiece, string>();
  for (const piece of pieces) {
    const own = textOf(nodes[piece.statement], 'Sid');
    if (own !== undefined && own !== '' && seen.has(piece.statement)) {
      let number = 2;
      while (taken.has(`${own}${number}`)) number++;
      taken.add(`${own}${number}`);
      sids.set(piece, `${own}${number}`);
    }
    seen.add(piece.statement);
  }
  return sids;
}
