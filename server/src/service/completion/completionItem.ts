import { InsertTextFormat } from 'vscode-languageserver-types';
import type { CompletionItem, CompletionItemKind, CompletionList, InsertReplaceEdit, Range, TextEdit } from 'vscode-languageserver-types';

import type { Span } from '../../core/text/span';

import { toRange } from '../convert';

import { skipTrivia } from './completionPlace';
import type { CompletionPlace } from './completionPlace';
import type { CompletionFeatures } from './features';

/** One proposal, before it is fitted to the quotes, colons and commas around the cursor. */
export interface Proposal {
  readonly label: string;
  /** What the string becomes; default: the label. */
  readonly text?: string;
  /** The same with tab stops, for clients that have them. */
  readonly snippet?: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** What stands behind the label, fainter. */
  readonly description?: string;
  /** Lower comes first. */
  readonly rank: string;
  /** What the editor compares with the typed text; default: the label. */
  readonly filter?: string;
  /** Keep it whatever is typed, since we have chosen already. */
  readonly matchesTyped?: boolean;
  /** Ask for proposals again once this one is in. */
  readonly continues?: boolean;
  /** Replaces only so much of the word; default: all of it. */
  readonly replace?: Span;
  /** The value goes on behind it, or it stands in the middle: a missing quote stays missing. */
  readonly keepsOpen?: boolean;
  /** A client that can do either may keep the text from here on. */
  readonly insertEnd?: number;
  /** What the `resolve` request needs to add documentation. */
  readonly data?: CompletionData;
}

/** What an item may be about. */
export const completionDataKinds = ['action', 'service', 'conditionKey', 'managedPolicy', 'element', 'operator'] as const;

/** Documentation is fetched when the item is looked at. */
export interface CompletionData {
  readonly kind: (typeof completionDataKinds)[number];
  readonly name: string;
}

/** A proposal for a string value: exactly the text between the quotes is replaced, or quotes and commas are added where there are none. */
export function valueItem(place: CompletionPlace, proposal: Proposal): CompletionItem {
  const { quotes } = place;
  const replace = proposal.replace ?? place.word;
  const { text, isSnippet } = written(place, proposal);
  const closing =
    quotes === 'closed' || replace.end < place.word.end || (quotes === 'open' && proposal.keepsOpen === true)
      ? ''
      : `"${commaBehind(place, replace.end)}`;
  return finish(place, proposal, {
    newText: `${quotes === 'none' ? '"' : ''}${text}${closing}`,
    isSnippet,
    replace,
    filterText: escaped(proposal.label),
  });
}

/** A proposal that brings its own quotes and brackets: an object where nothing is written yet. */
export function rawItem(place: CompletionPlace, proposal: Proposal, snippet: string): CompletionItem {
  const { snippets } = place.features;
  const newText = `${snippets ? snippet : plainText(snippet)}${commaBehind(place, place.word.end)}`;
  return finish(place, proposal, { newText, isSnippet: snippets, replace: place.word, filterText: proposal.label });
}

/** A proposal for an object's key. `value` is the snippet of its value, put in where no colon follows yet. */
export function keyItem(place: CompletionPlace, proposal: Proposal, value: string): CompletionItem {
  const { quotes, word, document } = place;
  const end = word.end + (quotes === 'closed' ? 1 : 0);
  if (document.text.charAt(skipTrivia(document.text, end)) === ':') return keyAlone(place, proposal);
  const { snippets } = place.features;
  const snippet = `"${proposal.snippet ?? escapeSnippet(proposal.text ?? proposal.label)}": ${value}${commaBehind(place, end)}`;
  return finish(place, proposal, {
    newText: snippets ? snippet : plainText(snippet),
    isSnippet: snippets,
    replace: { start: word.start - (quotes === 'none' ? 0 : 1), end },
    filterText: quotes === 'none' ? proposal.label : `"${proposal.label}"`,
  });
}

/** The value is there already; only the name changes, or a part of it. */
function keyAlone(place: CompletionPlace, given: Proposal): CompletionItem {
  const proposal = { ...given, continues: false };
  const { text, isSnippet } = written(place, proposal);
  const newText = `${place.quotes === 'none' ? '"' : ''}${text}${place.quotes === 'closed' ? '' : '"'}`;
  return finish(place, proposal, { newText, isSnippet, replace: proposal.replace ?? place.word, filterText: proposal.label });
}

/** What a proposal writes between the quotes. In a snippet the tab stops are already written. */
function written(
  { features }: CompletionPlace,
  { label, text, snippet }: Proposal,
): { readonly text: string; readonly isSnippet: boolean } {
  if (snippet !== undefined && features.snippets) return { text: snippet, isSnippet: true };
  return { text: escaped(text ?? (snippet === undefined ? label : plainText(snippet))), isSnippet: false };
}

interface Fitted {
  readonly newText: string;
  readonly isSnippet: boolean;
  readonly replace: Span;
  readonly filterText: string;
}

/**
 * No item has commit characters. `:` behind a half-typed prefix, `"` behind a half-typed pattern and `*` are what people type to go on by
 * themselves; whatever stands first in the list must not take their place.
 */
function finish(place: CompletionPlace, proposal: Proposal, { newText, isSnippet, replace, filterText }: Fitted): CompletionItem {
  const { label, kind, detail, description, rank, filter, matchesTyped, continues, data } = proposal;
  const comma = commaBefore(place);
  const typed = place.document.text.slice(replace.start, place.offset);
  const compared = matchesTyped === true || fitsEscaped(place, filter ?? filterText, typed) ? typed : (filter ?? filterText);
  return {
    label,
    kind,
    sortText: rank,
    ...(compared === '' ? {} : { filterText: compared }),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: editOf(place, proposal, replace, newText),
    ...(comma === undefined ? {} : { additionalTextEdits: [comma] }),
    ...detailsOf(place, detail, description),
    ...(continues === true && place.features.retriggers ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

function detailsOf({ features }: CompletionPlace, detail: string | undefined, description: string | undefined): Partial<CompletionItem> {
  const first = features.labelDetails ? detail : (detail ?? description);
  return {
    ...(first === undefined ? {} : { detail: first }),
    ...(description === undefined || !features.labelDetails ? {} : { labelDetails: { description } }),
  };
}

/** The editor compares letters as they are written; an escape among them would fit nothing. */
function fitsEscaped({ before }: CompletionPlace, filterText: string, typed: string): boolean {
  return typed.includes('\\') && filterText.toLowerCase().includes(before.toLowerCase());
}

function editOf(
  { document, features }: CompletionPlace,
  { insertEnd }: Proposal,
  replace: Span,
  newText: string,
): TextEdit | InsertReplaceEdit {
  const range = toRange(document, replace);
  if (insertEnd === undefined || insertEnd >= replace.end || !features.insertReplace) return { range, newText };
  return { newText, insert: toRange(document, { start: replace.start, end: insertEnd }), replace: range };
}

/** A comma, where something follows that needs one before it. */
function commaBehind({ document, container }: CompletionPlace, end: number): string {
  if (container === undefined) return '';
  const next = document.text.charAt(skipTrivia(document.text, end));
  return next === '"' || (container.kind === 'array' && (next === '{' || next === '[')) ? ',' : '';
}

/** The comma that is missing behind what stands before. */
function commaBefore({ document, container, quotes, word }: CompletionPlace): TextEdit | undefined {
  const start = word.start - (quotes === 'none' ? 0 : 1);
  const before = valueBefore(container, start);
  if (before === undefined || skipTrivia(document.text, before.end) < start) return undefined;
  return { range: toRange(document, { start: before.end, end: before.end }), newText: ',' };
}

function valueBefore(container: CompletionPlace['container'], start: number): Span | undefined {
  if (container?.kind === 'object') return lastEndingBefore(container.members, start)?.value;
  return container?.kind === 'array' ? lastEndingBefore(container.items, start) : undefined;
}

function lastEndingBefore<Node extends Span>(nodes: readonly Node[], offset: number): Node | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return nodes[low - 1];
}

/** The text as it stands between JSON's quotes. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A text as a snippet means it literally. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A snippet for a client without tab stops: on one line, the placeholders as they read. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\n\t*/g, ' ')
    .replace(/\$\d+/g, '')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\\([\\$}])/g, '$1');
}

/** The list of an answer; what all items share is said once, where the client can read that. */
export function completionList(items: readonly CompletionItem[], isIncomplete: boolean, features: CompletionFeatures): CompletionList {
  // The first may stand for itself; one from the middle is like most.
  const range = rangeOf(items[items.length >> 1]);
  if (!features.defaultRange || range === undefined || items.length < 2) return { isIncomplete, items: [...items] };
  return {
    isIncomplete,
    itemDefaults: { editRange: range, ...(features.defaultFormat ? { insertTextFormat: InsertTextFormat.PlainText } : {}) },
    items: items.map((item) => withoutDefaults(item, range, features)),
  };
}

type EditRange = Range | { readonly insert: Range; readonly replace: Range };

function rangeOf(item: CompletionItem | undefined): EditRange | undefined {
  const edit = item?.textEdit;
  if (edit === undefined) return undefined;
  return 'range' in edit ? edit.range : { insert: edit.insert, replace: edit.replace };
}

function withoutDefaults(item: CompletionItem, range: EditRange, { defaultFormat }: CompletionFeatures): CompletionItem {
  const { textEdit, insertTextFormat, filterText, ...rest } = item;
  const shares = sameEdit(rangeOf(item), range);
  const plain = insertTextFormat === InsertTextFormat.PlainText && defaultFormat;
  return {
    ...rest,
    ...(plain || insertTextFormat === undefined ? {} : { insertTextFormat }),
    ...(filterText === undefined || filterText === item.label ? {} : { filterText }),
    ...(textEdit === undefined ? {} : !shares ? { textEdit } : textEdit.newText === item.label ? {} : { textEditText: textEdit.newText }),
  };
}

function sameEdit(a: EditRange | undefined, b: EditRange): boolean {
  if (a === undefined) return false;
  if ('insert' in a) return 'insert' in b && sameRange(a.insert, b.insert) && sameRange(a.replace, b.replace);
  return !('insert' in b) && sameRange(a, b);
}

function sameRange(a: Range, b: Range): boolean {
  return samePosition(a.start, b.start) && samePosition(a.end, b.end);
}

function samePosition(a: Range['start'], b: Range['start']): boolean {
  return a.line === b.line && a.character === b.character;
}
