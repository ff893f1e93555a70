import { SymbolKind } from 'vscode-languageserver-types';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';

import type { JsonNode, MemberNode, ObjectNode } from '../../core/syntax/nodes';
import { itemsOf, memberOf, statementsOf, textOf } from '../../core/syntax/queries';
import { message } from '../../core/text/message';
import type { Translate } from '../../core/text/message';
import type { Span } from '../../core/text/span';
import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';

/**
 * The outline of a policy: its statements by Sid and effect, and in each what it is about. Of our other files: what they list, by name.
 * None for documents that are none of our business.
 */
export function provideSymbols(document: OpenDocument, translate: Translate): DocumentSymbol[] {
  const { root } = document.syntax;
  if (root === undefined || document.kind === undefined) return [];
  if (document.kind !== 'policy') return childrenOf(document, root, 0);
  const statements = memberOf(root, 'Statement');
  if (root.kind !== 'object') return [];
  return root.members.flatMap((member) =>
    member === statements ? statementSymbols(document, root, translate) : [memberSymbol(document, member, 0)],
  );
}

/** The same for clients that know no hierarchy. */
export function flatSymbols(uri: string, symbols: readonly DocumentSymbol[], containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flatSymbols(uri, children, name),
  ]);
}

function statementSymbols(document: OpenDocument, root: ObjectNode, translate: Translate): DocumentSymbol[] {
  return statementsOf(root).flatMap((statement, index) => {
    if (statement.kind !== 'object') return [];
    const effect = textOf(statement, 'Effect') ?? '';
    const sid = memberOf(statement, 'Sid');
    const name = textOf(statement, 'Sid') ?? '';
    const brief = briefAction(statement);
    const unnamed = [effect, brief].filter((part) => part !== '').join(' ');
    const nameSpan = name === '' ? { start: statement.start, end: statement.start + 1 } : (sid?.value ?? statement);
    return [
      {
        name: name !== '' ? name : unnamed !== '' ? unnamed : translate(message('statement {0}', index + 1)),
        ...(name === '' ? {} : { detail: unnamed }),
        kind: effect === 'Deny' ? SymbolKind.Event : SymbolKind.Object,
        range: toRange(document, statement),
        selectionRange: toRange(document, nameSpan),
        children: statement.members
          .filter(({ key }) => key.text !== 'Sid' && key.text !== 'Effect')
          .map((member) => memberSymbol(document, member, 3)),
      },
    ];
  });
}

/** `s3:GetObject +3`, with `not` before what NotAction lists. */
function briefAction(statement: ObjectNode): string {
  const member = memberOf(statement, 'Action') ?? memberOf(statement, 'NotAction');
  const brief = briefValue(member?.value);
  return member?.key.text === 'NotAction' && brief !== '' ? `NotAction ${brief}` : brief;
}

/** The first of some values and how many more there are; nothing for what is no value. */
function briefValue(node: JsonNode | undefined): string {
  const [first, ...others] = itemsOf(node);
  if (first === undefined || first.kind === 'object' || first.kind === 'array') return '';
  const text = first.kind === 'string' || first.kind === 'number' ? first.text : first.kind === 'null' ? 'null' : String(first.value);
  return others.length === 0 ? text : `${text} +${others.length}`;
}

/** Deeper than this nobody looks into an outline. */
const deepest = 4;

function memberSymbol(document: OpenDocument, member: MemberNode, depth: number): DocumentSymbol {
  const { key, value } = member;
  const children = value === undefined || depth >= deepest ? [] : childrenOf(document, value, depth + 1);
  const detail = briefValue(value);
  return {
    name: key.text === '' ? '""' : key.text,
    ...(detail === '' ? {} : { detail }),
    kind: kindOf(value),
    range: toRange(document, member),
    selectionRange: toRange(document, key),
    ...(children.length === 0 ? {} : { children }),
  };
}

/** Members, and items that have a name; plain values are in the detail of what holds them. */
function childrenOf(document: OpenDocument, node: JsonNode, depth: number): DocumentSymbol[] {
  if (node.kind === 'object') return node.members.map((member) => memberSymbol(document, member, depth));
  if (node.kind !== 'array') return [];
  return node.items.flatMap((item) => {
    if (item.kind !== 'object') return [];
    const name = textOf(item, 'name') ?? textOf(item, 'id') ?? textOf(item, 'action') ?? briefValue(item.members[0]?.value);
    const first: Span = item.members[0] ?? { start: item.start, end: item.start + 1 };
    const children = depth >= deepest ? [] : childrenOf(document, item, depth + 1);
    return [
      {
        name: name === '' ? '{}' : name,
        kind: SymbolKind.Object,
        range: toRange(document, item),
        selectionRange: toRange(document, first),
        ...(children.length === 0 ? {} : { children }),
      },
    ];
  });
}

function kindOf(node: JsonNode | undefined): SymbolKind {
  switch (node?.kind) {
    case 'object':
      return SymbolKind.Struct;
    case 'array':
      return SymbolKind.Array;
    case 'number':
      return SymbolKind.Number;
    case 'boolean':
      return SymbolKind.Boolean;
    default:
      return SymbolKind.String;
  }
}
