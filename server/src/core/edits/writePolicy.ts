import type { ArrayNode, JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { statementsOf } from '../syntax/queries';

import { commentsWithin } from './document';
import type { EditedDocument } from './document';
import { readEntries, writeOnLines, writeOnOneLine } from './entries';
import type { Entries, EntriesStyle, Entry } from './entries';
import { lineWidth } from './layout';
import type { Layout } from './layout';

/** The elements of a policy and of a statement in the order of AWS's own policies. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html> */
const topOrder = ['Version', 'Id', 'Statement'];
const statementOrder = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

export interface FormatOptions {
  readonly layout: Layout;
  /** Puts the elements of policy and statements in AWS's order; other JSON keeps its own. */
  readonly awsOrder: boolean;
}

/** A JSON document, laid out anew: the same values as they were written, with all comments. Lists and small objects on one short line stay there. */
export function writePolicy(document: EditedDocument, { layout, awsOrder }: FormatOptions): string {
  const { text, syntax } = document;
  const { root } = syntax;
  if (root === undefined) return text;
  const statements: ReadonlySet<JsonNode> = new Set(statementsOf(root));
  const orderOf = (node: ObjectNode): readonly string[] => {
    if (!awsOrder) return [];
    if (node === root) return topOrder;
    return statements.has(node) ? statementOrder : [];
  };
  const staysOpen = (node: JsonNode): boolean => node === root || statements.has(node) || holdsStatement(node, statements);
  const writer: Writer = { document, layout, orderOf, staysOpen };
  return text.slice(0, root.start) + writeNode(writer, root, '', 0) + text.slice(root.end);
}

function holdsStatement(node: JsonNode, statements: ReadonlySet<JsonNode>): boolean {
  return node.kind === 'array' && node.items.some((item) => statements.has(item));
}

interface Writer {
  readonly document: EditedDocument;
  readonly layout: Layout;
  orderOf(node: ObjectNode): readonly string[];
  /** Whether a container is written over several lines in any case. */
  staysOpen(node: JsonNode): boolean;
}

function writeNode(writer: Writer, node: JsonNode, indentation: string, column: number): string {
  if (node.kind !== 'object' && node.kind !== 'array') return writer.document.text.slice(node.start, node.end);
  const { layout } = writer;
  const style: EntriesStyle = {
    brackets: node.kind === 'array' ? '[]' : '{}',
    newline: layout.newline,
    indentation,
    inner: indentation + layout.unit,
    padding: node.kind === 'array' ? '' : ' ',
    gap: ' ',
  };
  const entries = entriesIn(writer, node, indentation + layout.unit);
  const isEmpty = entries.entries.length === 0;
  if (isEmpty || (!entries.multiline && !layout.oneLine && !writer.staysOpen(node))) {
    const line = writeOnOneLine(entries, style);
    if (line !== undefined && column + line.length <= lineWidth) return line;
  }
  return writeOnLines(entries, style);
}

function entriesIn(writer: Writer, node: ArrayNode | ObjectNode, indentation: string): Entries {
  const { document } = writer;
  const column = indentation.replaceAll('\t', '    ').length;
  if (node.kind === 'array') {
    return readEntries(document, node, (index) => {
      const item = node.items[index];
      return item === undefined ? '' : writeNode(writer, item, indentation, column);
    });
  }
  const read = readEntries(document, node, (index) => {
    const member = node.members[index];
    return member === undefined ? '' : writeMember(writer, member, indentation, column);
  });
  const entries = read.entries.map((entry, index): Entry => {
    const member = node.members[index];
    const inner = member === undefined ? [] : commentsBetween(document, member);
    return inner.length === 0 ? entry : { ...entry, before: [...entry.before, ...inner] };
  });
  return { ...read, entries: inOrder(entries, node, writer.orderOf(node)) };
}

function writeMember({ document, ...rest }: Writer, { key, value }: MemberNode, indentation: string, column: number): string {
  const name = `${document.text.slice(key.start, key.end)}: `;
  return value === undefined ? name : name + writeNode({ document, ...rest }, value, indentation, column + name.length);
}

/** Comments between a name and its value go above the member. */
function commentsBetween(document: EditedDocument, member: MemberNode): readonly string[] {
  const { value } = member;
  if (value === undefined) return [];
  const between = commentsWithin(document, { start: member.start, end: value.start });
  return between.map(({ start, end }) => document.text.slice(start, end));
}

/** Known elements first; those of one rank, and duplicates, of which the last one counts, keep their order. */
function inOrder(entries: readonly Entry[], node: ObjectNode, order: readonly string[]): readonly Entry[] {
  if (order.length === 0) return entries;
  const rankOf = (index: number): number => {
    const rank = order.indexOf(node.members[index]?.key.text ?? '');
    return rank < 0 ? order.length : rank;
  };
  const ranked = entries.map((entry, index) => ({ entry, index, rank: rankOf(index) }));
  const sorted = [...ranked].sort((a, b) => a.rank - b.rank || a.index - b.index);
  const moved = sorted.some(({ index }, place) => index !== place);
  return sorted.map(({ entry }) => (moved ? { ...entry, apart: false } : entry));
}
