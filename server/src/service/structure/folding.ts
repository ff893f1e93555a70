import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { FoldingRange } from 'vscode-languageserver-types';

import type { JsonNode } from '../../core/syntax/nodes';
import type { OpenDocument } from '../documentStore';

/** What can be folded: objects and lists of more than a line (their closing bracket stays in sight), and long comments. */
export function provideFolding(document: OpenDocument): FoldingRange[] {
  if (document.kind === undefined) return [];
  const { textDocument, syntax } = document;
  const lineAt = (offset: number): number => textDocument.positionAt(offset).line;
  const ranges: FoldingRange[] = [];
  const visit = (node: JsonNode): void => {
    if (node.kind !== 'object' && node.kind !== 'array') return;
    const startLine = lineAt(node.start);
    const last = lineAt(node.end);
    if (last === startLine) return;
    const endLine = node.unclosed === true ? last : last - 1;
    if (endLine > startLine) ranges.push({ startLine, endLine });
    if (node.kind === 'array') node.items.forEach(visit);
    else for (const { value } of node.members) if (value !== undefined) visit(value);
  };
  if (syntax.root !== undefined) visit(syntax.root);
  for (const { first, last } of commentBlocks(syntax.comments.map(({ start, end }) => [lineAt(start), lineAt(end)]))) {
    if (last > first) ranges.push({ startLine: first, endLine: last, kind: FoldingRangeKind.Comment });
  }
  return ranges.sort((one, other) => one.startLine - other.startLine);
}

/** Comments on lines one after the other are one block. */
function commentBlocks(comments: readonly (readonly [number, number])[]): readonly { readonly first: number; readonly last: number }[] {
  const blocks: { first: number; last: number }[] = [];
  for (const [first, last] of comments) {
    const block = blocks.at(-1);
    if (block !== undefined && first <= block.last + 1) block.last = Math.max(block.last, last);
    else blocks.push({ first, last });
  }
  return blocks;
}
