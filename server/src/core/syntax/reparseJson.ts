import { ownCopy } from '../text/ownCopy';
import { replacementBetween } from '../text/replacement';
import type { TextReplacement } from '../text/replacement';
import type { Span } from '../text/span';

import { MovedObject } from './movedObject';
import type { ArrayNode, JsonNode, JsonSyntax, MemberNode, ObjectNode, StringNode, SyntaxProblem } from './nodes';
import { maximumProblems, parseJson, parseObject } from './parseJson';
import { readGap } from './readGap';

/** A text and what was read from it. */
export interface ParsedText {
  readonly text: string;
  readonly syntax: JsonSyntax;
}

/**
 * The same as `parseJson(text)`, made from an earlier text and its syntax: only what changed between two items of a list, or else the
 * innermost object around it, is read again. What stands before it is shared with the earlier tree, what stands behind it is copied to
 * its new place.
 */
export function reparseJson(before: ParsedText, text: string): JsonSyntax {
  const replacement = replacementBetween(before.text, text);
  if (replacement === undefined) return before.syntax;
  const { root, problems } = before.syntax;
  if (root === undefined || problems.length >= maximumProblems) return parseJson(text);
  const steps = stepsTo(root, replacement);
  const gap = replaceGap(before.syntax, steps, replacement, text);
  if (gap !== undefined) return gap;
  // The outermost object is the whole text, or nearly.
  for (let depth = steps.length - 1; depth > 0; depth--) {
    const node = steps[depth]?.container;
    if (node?.kind !== 'object') continue;
    const delta = replacement.newEnd - replacement.oldEnd;
    // Its strings are pieces of this copy: as pieces of the text, they would keep each version's whole text alive.
    const read = parseObject(ownCopy(text.slice(node.start, node.end + delta)), depth);
    if (read?.root === undefined) continue;
    const syntax = splice(before.syntax, steps.slice(0, depth), node, atPlace({ ...read, root: read.root }, node.start), delta);
    return syntax.problems.length < maximumProblems ? syntax : parseJson(text);
  }
  return parseJson(text);
}

/** The earlier syntax with other children between two of a list or of the outermost object; other objects are read as wholes. */
function replaceGap(before: JsonSyntax, steps: readonly Step[], replacement: TextReplacement, text: string): JsonSyntax | undefined {
  const depth = steps.length - 1;
  const innermost = steps[depth];
  if (innermost === undefined || (innermost.container.kind === 'object' && depth > 0)) return undefined;
  const { container, index } = innermost;
  const gap = readGap(container, index, depth, replacement, text, before.problems);
  if (gap === undefined) return undefined;
  const delta = replacement.newEnd - replacement.oldEnd;
  const joined = <T>(old: readonly T[], between: readonly T[], shift: (node: T, by: number) => T): readonly T[] => [
    ...old.slice(0, gap.before),
    ...between.map((node) => shift(node, gap.shift)),
    ...(delta === 0 ? old.slice(gap.behind) : old.slice(gap.behind).map((node) => shift(node, delta))),
  ];
  const { start } = container;
  const end = container.end + delta;
  const root: JsonNode =
    container.kind === 'array'
      ? { kind: 'array', start, end, items: joined(container.items, gap.items, shiftItem) }
      : { kind: 'object', start, end, members: joined(container.members, gap.members, shiftMember) };
  const comments = gap.comments.map((span) => shiftSpan(span, gap.shift));
  return splice(before, steps.slice(0, depth), gap.span, { root, problems: [], comments }, delta);
}

/** A container around the change, and the place of its child that leads further inwards. */
interface Step {
  readonly container: ObjectNode | ArrayNode;
  readonly index: number;
}

/** The containers whose brackets the change leaves alone, from the root inwards. */
function stepsTo(root: JsonNode, { start, oldEnd }: TextReplacement): readonly Step[] {
  const steps: Step[] = [];
  let node: JsonNode | undefined = root;
  while ((node?.kind === 'object' || node?.kind === 'array') && node.start < start && oldEnd < node.end && node.unclosed !== true) {
    const children: readonly Span[] = node.kind === 'object' ? node.members : node.items;
    const index = lastStartingBefore(children, start);
    steps.push({ container: node, index });
    node = node.kind === 'object' ? node.members[index]?.value : node.items[index];
  }
  return steps;
}

function lastStartingBefore(nodes: readonly Span[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What was read from a piece of a text, where that piece stands. */
function atPlace({ root, problems, comments }: JsonSyntax & { readonly root: JsonNode }, start: number) {
  return {
    root: shiftNode(root, start),
    problems: problems.map((problem) => shiftProblem(problem, start)),
    comments: comments.map((span) => shiftSpan(span, start)),
  };
}

/** The earlier syntax with one container replaced, in which nothing changed but what is at `old`. */
function splice(
  before: JsonSyntax,
  outer: readonly Step[],
  old: Span,
  read: JsonSyntax & { readonly root: JsonNode },
  delta: number,
): JsonSyntax {
  let root = read.root;
  for (let depth = outer.length - 1; depth >= 0; depth--) {
    const step = outer[depth];
    if (step !== undefined) root = withChild(step, root, delta);
  }
  // What is missing just before the object has no length, and stands where the object begins.
  const isBefore = ({ start, end }: Span): boolean => start < old.start || end === old.start;
  const isBehind = ({ start }: Span): boolean => start >= old.end;
  return {
    root,
    problems: [
      ...before.problems.filter(({ span }) => isBefore(span)),
      ...read.problems,
      ...before.problems.filter(({ span }) => isBehind(span)).map((problem) => shiftProblem(problem, delta)),
    ],
    comments: [
      ...before.comments.filter(isBefore),
      ...read.comments,
      ...before.comments.filter(isBehind).map((span) => shiftSpan(span, delta)),
    ],
  };
}

function withChild({ container, index }: Step, child: JsonNode, delta: number): ObjectNode | ArrayNode {
  const { start, end } = container;
  if (container.kind === 'array') {
    return {
      kind: 'array',
      start,
      end: end + delta,
      items: replaced(
        container.items,
        index,
        () => child,
        (node) => shiftItem(node, delta),
        delta,
      ),
    };
  }
  const changed = ({ start: from, end: to, key, colon }: MemberNode): MemberNode => ({
    start: from,
    end: to + delta,
    key,
    colon,
    value: child,
  });
  const members = replaced(container.members, index, changed, (member) => shiftMember(member, delta), delta);
  return { kind: 'object', start, end: end + delta, members };
}

function replaced<T>(list: readonly T[], index: number, change: (item: T) => T, shift: (item: T) => T, delta: number): readonly T[] {
  return list.map((item, place) => (place < index || (delta === 0 && place > index) ? item : place === index ? change(item) : shift(item)));
}

function shiftSpan({ start, end }: Span, delta: number): Span {
  return { start: start + delta, end: end + delta };
}

function shiftProblem({ code, span, message }: SyntaxProblem, delta: number): SyntaxProblem {
  return { code, span: shiftSpan(span, delta), message };
}

/** Objects in a list are mostly statements. */
function shiftItem(node: JsonNode, delta: number): JsonNode {
  return node.kind === 'object' && node.unclosed !== true ? new MovedObject(node, delta, shiftMember) : shiftNode(node, delta);
}

/** Recursion is safe: the parser lets nothing nest deeper than it can go. */
function shiftNode(node: JsonNode, delta: number): JsonNode {
  const start = node.start + delta;
  const end = node.end + delta;
  switch (node.kind) {
    case 'string':
      return shiftString(node, delta);
    case 'object': {
      const members = node.members.map((member) => shiftMember(member, delta));
      return node.unclosed === true ? { kind: 'object', start, end, members, unclosed: true } : { kind: 'object', start, end, members };
    }
    case 'array': {
      const items = node.items.map((item) => shiftItem(item, delta));
      return node.unclosed === true ? { kind: 'array', start, end, items, unclosed: true } : { kind: 'array', start, end, items };
    }
    case 'number':
      return { kind: 'number', start, end, text: node.text };
    case 'boolean':
      return { kind: 'boolean', start, end, value: node.value };
    case 'null':
      return { kind: 'null', start, end };
  }
}

function shiftMember({ start, end, key, colon, value }: MemberNode, delta: number): MemberNode {
  return {
    start: start + delta,
    end: end + delta,
    key: shiftString(key, delta),
    colon: colon === undefined ? undefined : colon + delta,
    value: value === undefined ? undefined : shiftNode(value, delta),
  };
}

function shiftString(node: StringNode, delta: number): StringNode {
  const { start, end } = node;
  const { text } = node;
  if (node.raw === undefined && node.unclosed !== true) return { kind: 'string', start: start + delta, end: end + delta, text };
  return { ...node, start: start + delta, end: end + delta };
}
