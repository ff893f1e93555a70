import type { Catalog } from '../../core/catalog/catalog';
import { cursorAt } from '../../core/policy/cursor';
import type { PolicyCursor } from '../../core/policy/cursor';
import type { PolicyType } from '../../core/policy/policyType';
import type { JsonNode, JsonSyntax, ObjectNode } from '../../core/syntax/nodes';
import { indexInString, nodeAt, statementsOf } from '../../core/syntax/queries';
import type { NodeAtOffset } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';

import type { OpenDocument } from '../documentStore';

import type { CompletionFeatures } from './features';

/** A place being completed: the cursor, and the text that a proposal takes the place of. */
export interface CompletionPlace {
  readonly document: Pick<OpenDocument, 'text' | 'textDocument' | 'syntax'>;
  readonly offset: number;
  readonly features: CompletionFeatures;
  /** Quotes around the cursor; `open` when the closing one is missing. */
  readonly quotes: 'none' | 'closed' | 'open';
  /** What is replaced: the text between the quotes, or the word that has none. */
  readonly word: Span;
  /** The decoded text from the start of the word to the cursor, and behind it. */
  readonly before: string;
  readonly after: string;
  /** The container around the cursor. */
  readonly container: JsonNode | undefined;
  /** Names beside the cursor: other keys of the object, other items of the list. */
  readonly siblings: readonly string[];
}

/** A place in a policy. */
export interface PolicyPlace extends CompletionPlace {
  readonly cursor: PolicyCursor;
  readonly type: PolicyType;
  /** The statement around the cursor; the whole policy is never read. */
  readonly statement: ObjectNode | undefined;
}

/** The place of a cursor in a policy, or undefined where a policy has nothing to say. */
export function policyPlace(document: OpenDocument, offset: number, features: CompletionFeatures): PolicyPlace | undefined {
  if (isInComment(document.syntax, offset)) return undefined;
  const cursor = cursorAt(document.text, document.syntax.root, offset);
  if (cursor === undefined) return undefined;
  const { string, siblings } = cursor;
  const container = nodeAt(document.syntax.root, offset).parents.at(-1);
  const word = string === undefined ? bareWord(document.text, cursor.replace) : stringWord(document.text, cursor, offset);
  return {
    document,
    offset,
    features,
    ...word,
    before: cursor.before,
    container,
    siblings: container?.kind === 'object' && !cursor.isKey ? [] : siblings,
    cursor,
    type: document.policyType(),
    statement: statementOf(document, cursor),
  };
}

function statementOf({ syntax }: OpenDocument, { place }: PolicyCursor): ObjectNode | undefined {
  if (!('statement' in place)) return undefined;
  const node = statementsOf(syntax.root)[place.statement];
  return node?.kind === 'object' ? node : undefined;
}

type Word = Pick<CompletionPlace, 'quotes' | 'word' | 'after'>;

/** The word around an offset in any document, where a value stands or is wanted; undefined behind a value and at one that is no string. */
export function wordAt(
  text: string,
  { node, parents }: NodeAtOffset,
  offset: number,
): Pick<CompletionPlace, 'quotes' | 'word' | 'before' | 'after' | 'container' | 'siblings'> | undefined {
  const container = parents.at(-1);
  if (node === undefined) {
    const start = offset - (/[\w:*?.-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0);
    const siblings = listed(container, undefined);
    return { ...bareWord(text, { start, end: offset }), before: text.slice(start, offset), container, siblings };
  }
  if (node.kind !== 'string' || offset <= node.start || (offset === node.end && node.unclosed !== true)) return undefined;
  const index = indexInString(node, offset);
  const replace = { start: node.start + 1, end: node.end - (node.unclosed === true ? 0 : 1) };
  const typed = { string: node, replace, after: node.text.slice(index) };
  return { ...stringWord(text, typed, offset), before: node.text.slice(0, index), container, siblings: listed(container, node) };
}

function listed(container: JsonNode | undefined, own: JsonNode | undefined): readonly string[] {
  return container?.kind === 'array' ? container.items.flatMap((item) => (item === own || item.kind !== 'string' ? [] : [item.text])) : [];
}

/** A word without quotes reaches as far as its letters do, behind the cursor too. */
function bareWord(text: string, { start, end }: Span): Word {
  const rest = /^[\w:*?.-]*/.exec(text.slice(end, end + 200))?.[0] ?? '';
  return { quotes: 'none', word: { start, end: end + rest.length }, after: rest };
}

/** Between the quotes. Where the closing one is missing, the brackets and commas behind the word are not of it. */
function stringWord(text: string, { string, replace, after }: Pick<PolicyCursor, 'string' | 'replace' | 'after'>, offset: number): Word {
  if (string === undefined) return { quotes: 'none', word: replace, after };
  if (string.unclosed === true) {
    const own = text.slice(offset, replace.end).replace(/[\s,\]}]+$/, '');
    return { quotes: 'open', word: { start: replace.start, end: offset + own.length }, after: own };
  }
  // `"s3:Get|, "Resource": …`: the quote that seems to close it opens the next string.
  const swallowed = /^([\w:*?.-]*)\s*[,\]}]+\s*$/.exec(text.slice(offset, replace.end))?.[1];
  if (swallowed !== undefined && /^\w/.test(text.charAt(string.end)))
    return { quotes: 'open', word: { start: replace.start, end: offset + swallowed.length }, after: swallowed };
  return { quotes: 'closed', word: replace, after };
}

/** Whether an offset lies inside a comment; at the end of a line comment one is still in it. */
export function isInComment({ comments }: JsonSyntax, offset: number): boolean {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low - 1];
  return comment !== undefined && offset <= comment.end;
}

/** The offset of the next thing that is neither space nor comment. */
export function skipTrivia(text: string, from: number): number {
  let offset = from;
  for (;;) {
    while (offset < text.length && /\s/.test(text.charAt(offset))) offset++;
    if (text.startsWith('//', offset)) offset = endOr(text.indexOf('\n', offset), text);
    else if (text.startsWith('/*', offset)) offset = endOr(text.indexOf('*/', offset + 2), text, 2);
    else return offset;
  }
}

function endOr(found: number, text: string, behind = 0): number {
  return found < 0 ? text.length : found + behind;
}

/** Action patterns of the statement as written; none for `NotAction`. */
export function actionsOf(statement: ObjectNode | undefined): readonly string[] {
  const action = statement?.members.find(({ key }) => key.text === 'Action')?.value;
  if (action?.kind === 'string') return action.text === '' ? [] : [action.text];
  return action?.kind === 'array' ? action.items.flatMap((item) => (item.kind === 'string' && item.text !== '' ? [item.text] : [])) : [];
}

/** Full names of the actions of a statement, a limited number of each pattern: a wide wildcard says no more than its service does. */
export function namedActions(statement: ObjectNode | undefined, catalog: Catalog, limit: number): readonly string[] {
  return actionsOf(statement).flatMap((pattern) => (/[*?]/.test(pattern) ? catalog.expandAction(pattern).slice(0, limit) : [pattern]));
}
