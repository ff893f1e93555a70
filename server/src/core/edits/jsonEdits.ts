import type { TextChange } from '../checks/check';
import type { ArrayNode, JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { memberOf } from '../syntax/queries';
import type { Span } from '../text/span';

import { commentsWithin } from './document';
import type { EditedDocument } from './document';
import { indentationAt, readLayout } from './layout';

export { inlineJson } from '../text/inlineJson';

/** What is put into a file that has trailing commas, comments and a layout of its own: one change is one line, and nothing else moves. */

/** Puts an item at the end of a list; a list that stands on lines of its own gets one line more. */
export function insertItem(document: EditedDocument, list: ArrayNode, newText: string): readonly TextChange[] {
  return insertInto(document, list, list.items, newText);
}

/** Gives an object's member another value, or the object another member, at its end. */
export function setMember(document: EditedDocument, object: ObjectNode, name: string, newText: string): readonly TextChange[] {
  const member = memberOf(object, name);
  if (member?.value !== undefined) return [{ span: spanOf(member.value), newText }];
  if (member !== undefined) return [{ span: { start: member.key.end, end: member.end }, newText: `: ${newText}` }];
  return insertInto(document, object, object.members, `${JSON.stringify(name)}: ${newText}`);
}

/** Takes an item out of a list, with the comment that stands behind it. */
export function removeItem(document: EditedDocument, list: ArrayNode, item: JsonNode): readonly TextChange[] {
  return removeFrom(document, list, list.items, item);
}

/** Takes a member out of an object, with the comment that stands behind it. */
export function removeMember(document: EditedDocument, object: ObjectNode, member: MemberNode): readonly TextChange[] {
  return removeFrom(document, object, object.members, member);
}

function insertInto(document: EditedDocument, container: Span, nodes: readonly Span[], newText: string): readonly TextChange[] {
  const { text } = document;
  const last = nodes.at(-1);
  if (last === undefined) return insertFirst(document, container, newText);
  const comma = commaAfter(document, last.end, container.end - 1);
  const before = nodes.at(-2)?.end ?? container.start + 1;
  if (!text.slice(before, last.start).includes('\n')) {
    const at = comma === undefined ? last.end : comma + 1;
    return [{ span: { start: at, end: at }, newText: comma === undefined ? `, ${newText}` : ` ${newText},` }];
  }
  const { newline } = readLayout(text);
  const line = `${newline}${indentationAt(text, last.start)}${newText}`;
  const lineEnd = endOfLine(document, comma === undefined ? last.end : comma + 1, container.end - 1);
  if (comma !== undefined) return [{ span: { start: lineEnd, end: lineEnd }, newText: `${line},` }];
  if (lineEnd === last.end) return [{ span: { start: last.end, end: last.end }, newText: `,${line}` }];
  return [
    { span: { start: last.end, end: last.end }, newText: ',' },
    { span: { start: lineEnd, end: lineEnd }, newText: line },
  ];
}

/** Into brackets with nothing in them, or with comments alone, which stay. */
function insertFirst(document: EditedDocument, container: Span, newText: string): readonly TextChange[] {
  const { text } = document;
  const inside = { start: container.start + 1, end: container.end - 1 };
  const comments = commentsWithin(document, inside);
  const isObject = text[container.start] === '{';
  if (comments.length === 0 && !text.slice(inside.start, inside.end).includes('\n')) {
    return [{ span: inside, newText: isObject ? ` ${newText} ` : newText }];
  }
  const { unit, newline } = readLayout(text);
  const outer = indentationAt(text, container.start);
  const from = comments.at(-1)?.end ?? inside.start;
  return [{ span: { start: from, end: inside.end }, newText: `${newline}${outer}${unit}${newText}${newline}${outer}` }];
}

function removeFrom(document: EditedDocument, container: Span, nodes: readonly Span[], node: Span): readonly TextChange[] {
  const { text } = document;
  const index = nodes.indexOf(node);
  const comma = commaAfter(document, node.end, nodes[index + 1]?.start ?? container.end - 1);
  const end = endOfLine(document, comma === undefined ? node.end : comma + 1, nodes[index + 1]?.start ?? container.end - 1);
  const lineStart = text.lastIndexOf('\n', node.start - 1) + 1;
  const standsAlone = text.slice(lineStart, node.start).trim() === '' && /^[ \t]*\r?\n/.test(text.slice(end));
  // The item before must not keep the comma of one that is no longer there; in a file with trailing commas it may.
  const previous = nodes[index - 1];
  const orphan = index > 0 && index === nodes.length - 1 && comma === undefined && previous !== undefined;
  const orphanComma = orphan ? commaAfter(document, previous.end, node.start) : undefined;
  const commaChange = orphanComma === undefined ? [] : [{ span: { start: orphanComma, end: orphanComma + 1 }, newText: '' }];
  if (standsAlone && lineStart > container.start) {
    const nextLine = text.indexOf('\n', end) + 1;
    return [...commaChange, { span: { start: lineStart, end: nextLine }, newText: '' }];
  }
  const next = nodes[index + 1];
  if (next !== undefined && !text.slice(node.end, next.start).includes('\n'))
    return [{ span: { start: node.start, end: next.start }, newText: '' }];
  const onOneLine = previous !== undefined && next === undefined && !text.slice(previous.end, node.start).includes('\n');
  if (onOneLine && commentsWithin(document, { start: previous.end, end: node.start }).length === 0)
    return [{ span: { start: previous.end, end: node.end }, newText: '' }];
  return [...commaChange, { span: { start: node.start, end: comma === undefined ? node.end : comma + 1 }, newText: '' }];
}

/** Where the comma behind a value stands; undefined where there is none before `limit`. */
function commaAfter(document: EditedDocument, from: number, limit: number): number | undefined {
  const comments = commentsWithin(document, { start: from, end: limit });
  for (let at = document.text.indexOf(',', from); at >= 0 && at < limit; at = document.text.indexOf(',', at + 1)) {
    if (!comments.some(({ start, end }) => start <= at && at < end)) return at;
  }
  return undefined;
}

/** The end of what stands behind an offset on its line: blanks do not count, comments do, and nothing from `limit` on. */
function endOfLine(document: EditedDocument, from: number, limit: number): number {
  const { text } = document;
  let end = from;
  for (const { start, end: commentEnd } of commentsWithin(document, { start: from, end: limit })) {
    if (text.slice(end, start).includes('\n') || text.slice(start, commentEnd).includes('\n')) break;
    if (text.slice(end, start).trim() !== '') break;
    end = commentEnd;
  }
  return end;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
