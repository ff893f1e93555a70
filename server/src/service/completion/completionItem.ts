import { InsertTextFormat } from 'vscode-languageserver-types';
import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';

import type { PolicyCursor } from '../../core/policy/cursor';

import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';

/** A place being completed. */
export interface CompletionPlace {
  readonly document: OpenDocument;
  readonly cursor: PolicyCursor;
}

/** One proposal, before it is fitted to the quotes, colons and commas around the cursor. */
export interface Proposal {
  readonly label: string;
  /** What the string becomes; default: the label. */
  readonly text?: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** Lower comes first. */
  readonly rank: string;
  /** For a pattern that VS Code's own filter would throw away: what is typed. */
  readonly matchesTyped?: boolean;
  /** True: `text` is a snippet. */
  readonly snippet?: boolean;
  /** Ask for proposals again once this one is in. */
  readonly continues?: boolean;
  /** What the `resolve` request needs to add documentation. */
  readonly data?: CompletionData;
}

/** Documentation is fetched when the item is looked at. */
export interface CompletionData {
  readonly kind: 'action' | 'conditionKey' | 'managedPolicy' | 'element' | 'operator';
  readonly name: string;
}

/** A proposal for a string value: exactly the text between the quotes is replaced, or quotes are added where there are none. */
export function valueItem({ document, cursor }: CompletionPlace, proposal: Proposal): CompletionItem {
  const inner = jsonText(proposal.text ?? proposal.label, proposal.snippet === true);
  const quoted = cursor.string === undefined;
  const newText = quoted ? `"${inner}"` : cursor.string.unclosed === true ? `${inner}"` : inner;
  return finish(proposal, {
    newText,
    range: toRange(document, cursor.replace),
    filterText: proposal.matchesTyped === true ? cursor.before : proposal.label,
  });
}

/** A proposal for an object's key. `value` is the snippet of its value, put in where no colon follows yet. */
export function keyItem({ document, cursor }: CompletionPlace, proposal: Proposal, value: string): CompletionItem {
  const { string } = cursor;
  const end = string?.end ?? cursor.replace.end;
  const colonFollows = /^\s*:/.test(document.text.slice(end, end + 200));
  if (string !== undefined && colonFollows) return valueItem({ document, cursor }, proposal);
  const comma = /^\s*"/.test(document.text.slice(end, end + 200)) ? ',' : '';
  const newText = `"${escapeSnippet(proposal.text ?? proposal.label)}": ${value}${comma}`;
  const range = toRange(document, string ?? cursor.replace);
  const filterText = string === undefined ? proposal.label : `"${proposal.label}"`;
  return finish({ ...proposal, snippet: true }, { newText, range, filterText });
}

function finish(
  { label, kind, detail, rank, snippet, continues, data }: Proposal,
  edit: { readonly newText: string; readonly range: ReturnType<typeof toRange>; readonly filterText: string },
): CompletionItem {
  return {
    label,
    kind,
    sortText: rank,
    filterText: edit.filterText,
    insertTextFormat: snippet === true ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: edit.range, newText: edit.newText },
    ...(detail === undefined ? {} : { detail }),
    ...(continues === true ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

/** The text as it stands between JSON's quotes. In a snippet the tab stops are already written. */
function jsonText(text: string, snippet: boolean): string {
  return snippet ? text : JSON.stringify(text).slice(1, -1);
}

/** A text as a snippet means it literally. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
