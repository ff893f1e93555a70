import type { ArrayNode, JsonNode, MemberNode, ObjectNode, StringNode } from './nodes';

/** The last member of that name (JSON's rule for duplicates), or undefined; undefined as well for anything but an object. */
export function memberOf(node: JsonNode | undefined, name: string): MemberNode | undefined {
  if (node?.kind !== 'object') return undefined;
  for (let index = node.members.length - 1; index >= 0; index--) {
    const member = node.members[index];
    if (member?.key.text === name) return member;
  }
  return undefined;
}

/** The value of the last member of that name. */
export function valueOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return memberOf(node, name)?.value;
}

/** The text of a string member. */
export function textOf(node: JsonNode | undefined, name: string): string | undefined {
  const value = valueOf(node, name);
  return value?.kind === 'string' ? value.text : undefined;
}

/** The items of a list, or a lone value as a list of one: AWS takes both. Undefined gives none. */
export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  if (node === undefined) return [];
  return node.kind === 'array' ? node.items : [node];
}

/** The statements of a policy as written: `Statement` may be one object or a list. */
export function statementsOf(root: JsonNode | undefined): readonly JsonNode[] {
  return itemsOf(valueOf(root, 'Statement'));
}

/** The source offset of the character at `index` of a decoded string, escapes counted as they are written. */
export function offsetInString(node: StringNode, index: number): number {
  if (node.raw === undefined) return node.start + 1 + index;
  let decoded = 0;
  let offset = 0;
  while (decoded < index && offset < node.raw.length) {
    if (node.raw.charCodeAt(offset) !== 0x5c) offset += 1;
    else offset += node.raw.charCodeAt(offset + 1) === 0x75 ? 6 : 2;
    decoded += 1;
  }
  return node.start + 1 + offset;
}

/** The index in the decoded text of a source offset inside a string; 0 at the opening quote, the text's length at the closing one. */
export function indexInString(node: StringNode, offset: number): number {
  const wanted = offset - node.start - 1;
  if (node.raw === undefined) return Math.max(0, Math.min(wanted, node.text.length));
  let decoded = 0;
  let position = 0;
  while (position < wanted && position < node.raw.length) {
    if (node.raw.charCodeAt(position) !== 0x5c) position += 1;
    else position += node.raw.charCodeAt(position + 1) === 0x75 ? 6 : 2;
    if (position <= wanted) decoded += 1;
  }
  return decoded;
}

/** A way from the root to a node: members by name, items by index. */
export type JsonPath = readonly (string | number)[];

/** The innermost node (and the member whose key or value it is) at an offset; the ends count as inside, as a cursor between characters does. */
export interface NodeAtOffset {
  readonly path: JsonPath;
  /** Containers from the root inwards, the innermost last. */
  readonly parents: readonly (ObjectNode | ArrayNode)[];
  readonly node: JsonNode | undefined;
  /** The member whose key the offset is in. */
  readonly keyOf: MemberNode | undefined;
}

/** Finds the innermost node at an offset; binary search at each level, so a megabyte costs nothing. */
export function nodeAt(root: JsonNode | undefined, offset: number): NodeAtOffset {
  const path: (string | number)[] = [];
  const parents: (ObjectNode | ArrayNode)[] = [];
  const found = (node: JsonNode | undefined, keyOf: MemberNode | undefined): NodeAtOffset => ({ path, parents, node, keyOf });
  let node: JsonNode | undefined = root;
  while (node !== undefined && isInside(node, offset)) {
    if (node.kind === 'object') {
      parents.push(node);
      const member: MemberNode | undefined = memberAt(node, offset);
      if (member === undefined) return found(undefined, undefined);
      path.push(member.key.text);
      if (offset <= member.key.end) return found(member.key, member);
      node = member.value;
    } else if (node.kind === 'array') {
      parents.push(node);
      const index: number | undefined = indexTouching(node.items, offset);
      if (index === undefined) return found(undefined, undefined);
      path.push(index);
      node = node.items[index];
    } else return found(node, undefined);
  }
  return found(undefined, undefined);
}

/** Just behind a closing bracket one stands outside; at the end of what is not closed, inside. */
function isInside(node: JsonNode, offset: number): boolean {
  if (node.kind !== 'object' && node.kind !== 'array') return node.start <= offset && offset <= node.end;
  return node.start < offset && (offset < node.end || (node.unclosed === true && offset === node.end));
}

/** The member at an offset; one whose value is still to come reaches to whatever stands next. */
function memberAt(node: ObjectNode, offset: number): MemberNode | undefined {
  const index = indexTouching(node.members, offset);
  const before = index ?? lastStartingBefore(node.members, offset);
  const member = node.members[before];
  if (index !== undefined || member === undefined) return member;
  return member.value === undefined && member.colon !== undefined ? member : undefined;
}

function lastStartingBefore(nodes: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function indexTouching(nodes: readonly { readonly start: number; readonly end: number }[], offset: number): number | undefined {
  let low = 0;
  let high = nodes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node === undefined) return undefined;
    if (offset < node.start) high = middle - 1;
    else if (offset > node.end) low = middle + 1;
    else return middle;
  }
  return undefined;
}
