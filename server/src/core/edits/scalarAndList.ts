import type { TextChange } from '../checks/check';
import type { JsonNode, MemberNode } from '../syntax/nodes';
import { memberOf, nodeAt } from '../syntax/queries';

import { commentsWithin, isSound } from './document';
import type { EditedDocument } from './document';
import { plainEntry, writeOnLines } from './entries';
import { indentationAt, readLayout } from './layout';
import { entriesOf, writeList } from './lists';
import { editPlaceAt } from './policyLists';

/** Where a lone value can become a list, or a list of one a lone value. */
export interface Conversion {
  readonly to: 'list' | 'value';
  readonly member: MemberNode;
  readonly value: JsonNode;
}

/**
 * What can be converted at an offset: the value of `Action`, `Resource`, a principal type or a condition key, or `Statement` (at its
 * name or brackets). AWS reads both forms alike.
 */
export function conversionAt(document: EditedDocument, offset: number): Conversion | undefined {
  const member = editPlaceAt(document.syntax.root, offset).list?.member ?? statementMemberAt(document, offset);
  const value = member?.value;
  // A bare principal can only be `*`, and that takes no brackets.
  if (member === undefined || value === undefined || isBarePrincipal(member) || !isSound(document, value)) return undefined;
  if (value.kind !== 'array') return value.kind === 'null' ? undefined : { to: 'list', member, value };
  const [only] = value.items;
  if (only === undefined || value.items.length > 1 || only.kind === 'array') return undefined;
  // A comment in the list but outside its value would be lost.
  const outside = commentsWithin(document, value).filter(({ start }) => start < only.start || start >= only.end);
  return outside.length > 0 ? undefined : { to: 'value', member, value };
}

function isBarePrincipal({ key, value }: MemberNode): boolean {
  return (key.text === 'Principal' || key.text === 'NotPrincipal') && value?.kind !== 'object';
}

/** `Statement` counts at its name and around its value, not inside a statement. */
function statementMemberAt({ syntax: { root } }: EditedDocument, offset: number): MemberNode | undefined {
  const member = memberOf(root, 'Statement');
  if (member === undefined || offset < member.start || offset > member.end) return undefined;
  const { parents } = nodeAt(root, offset);
  const innermost = parents[parents.length - 1];
  const isAround = innermost === root || (innermost === member.value && member.value?.kind === 'array');
  return isAround ? member : undefined;
}

/** Carries a conversion out. */
export function convert(document: EditedDocument, { to, value }: Conversion): TextChange {
  const span = { start: value.start, end: value.end };
  if (to === 'list') {
    if (value.kind === 'object') return { span, newText: objectAsList(document, value) };
    return { span, newText: writeList(document, value, entriesOf(document, value)) };
  }
  const only = value.kind === 'array' ? (value.items[0] ?? value) : value;
  const inner = indentationAt(document.text, only.start);
  const outer = indentationAt(document.text, value.start);
  return { span, newText: reindent(document.text.slice(only.start, only.end), inner, outer) };
}

function objectAsList({ text }: EditedDocument, value: JsonNode): string {
  const { newline, unit, oneLine } = readLayout(text);
  const written = text.slice(value.start, value.end);
  if (oneLine || !written.includes('\n')) return `[${written}]`;
  const indentation = indentationAt(text, value.start);
  const entries = { entries: [plainEntry(indent(written, unit))], opening: [], closing: [], multiline: true };
  return writeOnLines(entries, { brackets: '[]', newline, indentation, inner: indentation + unit, padding: '', gap: ' ' });
}

/** Moves all lines but the first one further in; strings of JSON hold no line breaks, so only blanks between parts change. */
export function indent(written: string, by: string): string {
  return written.replace(/\n(?=[^\r\n])/g, `\n${by}`);
}

/** Gives lines that begin with one indentation another. */
export function reindent(written: string, from: string, to: string): string {
  if (from === to) return written;
  return written
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(from) ? to + line.slice(from.length) : line))
    .join('\n');
}
