import { ownCopy } from '../text/ownCopy';
import type { TextReplacement } from '../text/replacement';
import type { Span } from '../text/span';

import type { ArrayNode, JsonNode, MemberNode, ObjectNode, SyntaxProblem } from './nodes';
import { parseJson, parseObject } from './parseJson';

/** What stands between two children of a container that a change leaves alone. */
export interface Gap {
  /** In the earlier text. */
  readonly span: Span;
  /** Children before it, shared with the earlier tree, and the first child behind it. */
  readonly before: number;
  readonly behind: number;
  /** What stands there now, before it is moved by `shift`. */
  readonly shift: number;
  readonly items: readonly JsonNode[];
  readonly members: readonly MemberNode[];
  readonly comments: readonly Span[];
}

/**
 * Reads what a change touched between two children of a container, and nothing else: a new line between two statements does not read the
 * others again. Undefined when the pieces could mean something else together: when anything is wrong in the gap, now or before.
 * `last`: the last child that begins before the change, or -1; `depth`: how many containers are around this one.
 */
export function readGap(
  container: ObjectNode | ArrayNode,
  last: number,
  depth: number,
  { start, oldEnd, newEnd }: TextReplacement,
  text: string,
  problems: readonly SyntaxProblem[],
): Gap | undefined {
  const children: readonly (JsonNode | MemberNode)[] = container.kind === 'object' ? container.members : container.items;
  const touched = children[last];
  const before = touched !== undefined && touched.end <= start ? last + 1 : Math.max(last, 0);
  let behind = before;
  while (behind < children.length && (children[behind]?.start ?? 0) < oldEnd) behind++;
  const [first, next] = [children[before - 1], children[behind]];
  if (first !== undefined && !isWhole(first)) return undefined;
  const span = { start: first?.end ?? container.start + 1, end: next?.start ?? container.end - 1 };
  if (problems.some((problem) => problem.span.end >= span.start && problem.span.start <= span.end)) return undefined;
  // Empty strings take the places of the neighbours: whatever would run into those runs into these.
  const neighbour = container.kind === 'object' ? '"":""' : '""';
  const opening = `${container.kind === 'object' ? '{' : '{"":['}${first === undefined ? '' : neighbour}`;
  const closing = `${next === undefined ? '' : neighbour}${container.kind === 'object' ? '}' : ']}'}`;
  const middle = text.slice(span.start, span.end + newEnd - oldEnd);
  const whole = ownCopy(opening + middle + closing);
  const read = container.kind === 'object' ? parseObject(whole, depth) : depth > 0 ? parseObject(whole, depth - 1) : parseJson(whole);
  if (read?.root?.kind !== 'object' || read.problems.length > 0 || read.root.end !== whole.length) return undefined;
  const list = container.kind === 'object' ? read.root : read.root.members[0]?.value;
  // The gap may close the list and open another one.
  if (list?.kind !== container.kind || list.end !== whole.length - (list === read.root ? 0 : 1)) return undefined;
  const found: readonly Span[] = list.kind === 'object' ? list.members : list.items;
  if (first !== undefined && found[0]?.end !== opening.length) return undefined;
  if (next !== undefined && found.at(-1)?.start !== opening.length + middle.length) return undefined;
  const between = <T>(all: readonly T[]): readonly T[] => all.slice(first === undefined ? 0 : 1, next === undefined ? undefined : -1);
  return {
    span,
    before,
    behind,
    shift: span.start - opening.length,
    items: list.kind === 'array' ? between(list.items) : [],
    members: list.kind === 'object' ? between(list.members) : [],
    comments: read.comments,
  };
}

function isWhole(child: JsonNode | MemberNode): boolean {
  if (!('key' in child)) return !('unclosed' in child);
  return child.key.unclosed !== true && child.colon !== undefined && child.value !== undefined && isWhole(child.value);
}
