import type { Position, SelectionRange } from 'vscode-languageserver-types';

import type { StringNode } from '../../core/syntax/nodes';
import { indexInString, nodeAt, offsetInString } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';
import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';

/**
 * From the word of an ARN or an action outwards: the part between colons, what the quotes hold, the string, its member, the containers'
 * contents and the containers, the document. One answer per position; a document that is none of ours has only itself.
 */
export function provideSelectionRanges(document: OpenDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => chain(document, position));
}

function chain(document: OpenDocument, position: Position): SelectionRange {
  const offset = document.textDocument.offsetAt(position);
  let range: SelectionRange | undefined;
  let outer: Span | undefined;
  for (const span of spansAround(document, offset)) {
    // Only what is truly narrower: two steps of the same size would look like a key that does nothing.
    if (outer !== undefined && span.start === outer.start && span.end === outer.end) continue;
    if (span.start > offset || span.end < offset) continue;
    range = range === undefined ? { range: toRange(document, span) } : { range: toRange(document, span), parent: range };
    outer = span;
  }
  return range ?? { range: { start: position, end: position } };
}

/** From the document inwards. */
function spansAround({ syntax, text, kind }: OpenDocument, offset: number): readonly Span[] {
  const spans: Span[] = [{ start: 0, end: text.length }];
  if (kind === undefined) return spans;
  const { parents, node } = nodeAt(syntax.root, offset);
  for (const parent of parents) {
    spans.push(parent);
    if (parent.unclosed !== true) spans.push({ start: parent.start + 1, end: parent.end - 1 });
    if (parent.kind !== 'object') continue;
    const member = parent.members.find(({ start, end }) => start <= offset && offset <= end);
    if (member === undefined) continue;
    spans.push(member);
    if (member.value !== undefined && offset >= member.value.start) spans.push(member.value);
  }
  if (node === undefined) return spans;
  spans.push(node);
  if (node.kind === 'string') spans.push(...partsAround(node, offset));
  return spans;
}

function partsAround(node: StringNode, offset: number): readonly Span[] {
  const { text } = node;
  const index = indexInString(node, offset);
  if (offset <= node.start || (node.unclosed !== true && offset >= node.end)) return [];
  const part = (start: number, end: number): Span => ({ start: offsetInString(node, start), end: offsetInString(node, end) });
  const variable = [...text.matchAll(/\$\{[^}]*\}/g)].find((match) => match.index <= index && index <= match.index + match[0].length);
  if (variable !== undefined) {
    const end = variable.index + variable[0].length;
    return [part(0, text.length), part(variable.index, end), part(variable.index + 2, end - 1)];
  }
  const between = (signs: RegExp): Span => {
    let [start, end] = [index, index];
    while (start > 0 && !signs.test(text.charAt(start - 1))) start--;
    while (end < text.length && !signs.test(text.charAt(end))) end++;
    return part(start, end);
  };
  return [part(0, text.length), between(/[:{}$]/), between(/[:/{}$]/)];
}
