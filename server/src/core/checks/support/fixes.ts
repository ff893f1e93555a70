import type { MemberNode } from '../../syntax/nodes';
import { message } from '../../text/message';
import type { Span } from '../../text/span';
import type { Fix } from '../check';

/** Puts another string in the place of one. */
export function replaceFix(span: Span, newText: string, preferred: boolean): Fix {
  return {
    title: message('Change to `{0}`', newText),
    edits: [{ span: { start: span.start, end: span.end }, newText: JSON.stringify(newText) }],
    preferred,
  };
}

/** One fix for each name that could have been meant. */
export function nearestFixes(span: Span, names: readonly string[]): readonly Fix[] {
  return names.map((name) => replaceFix(span, name, false));
}

/** Renames a member; its value stays. */
export function renameFix(member: MemberNode, name: string, preferred: boolean): Fix {
  return replaceFix(member.key, name, preferred);
}

/**
 * Takes one of several neighbours (list items, object members) out, with the comma that held it. None when it is the only one, or
 * when a comment stands beside it, which must not be lost.
 */
export function removeFix(neighbours: readonly Span[], index: number, text: string, preferred: boolean): readonly Fix[] {
  const own = neighbours[index];
  const next = neighbours[index + 1];
  const previous = neighbours[index - 1];
  if (own === undefined) return [];
  const span = next === undefined ? { start: previous?.end ?? own.start, end: own.end } : { start: own.start, end: next.start };
  const gap = next === undefined ? text.slice(span.start, own.start) : text.slice(own.end, span.end);
  if (!/^\s*,\s*$/.test(gap)) return [];
  return [{ title: message('Remove it'), edits: [{ span, newText: '' }], preferred }];
}
