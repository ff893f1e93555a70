import type { SemanticTokens, SemanticTokensDelta, SemanticTokensEdit } from 'vscode-languageserver-types';

import { offsetInString } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';
import type { OpenDocument } from '../documentStore';
import { everywhere, visitPolicyStrings } from '../structure/policyStrings';

import { stringPieces, tokenTypes } from './stringPieces';

/** What the numbers of the tokens mean. */
export const tokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [] };

const numberOfType: Readonly<Record<string, number>> = Object.fromEntries(tokenTypes.map((type, index) => [type, index]));

/**
 * The semantic tokens of a policy that touch `span`, five numbers each, relative to the one before; none for other documents. A string
 * never spans lines, so its line is looked up once.
 * <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_semanticTokens>
 */
export function provideSemanticTokens(document: OpenDocument, span: Span = everywhere): number[] {
  const data: number[] = [];
  if (document.kind !== 'policy') return data;
  let [line, character] = [0, 0];
  visitPolicyStrings(document.syntax.root, span, ({ role, node, operator }) => {
    const pieces = stringPieces(role, node.text, operator);
    if (pieces.length === 0) return;
    const start = document.textDocument.positionAt(node.start);
    for (const piece of pieces) {
      const from = offsetInString(node, piece.start);
      const column = start.character + from - node.start;
      const deltaLine = start.line - line;
      data.push(deltaLine, deltaLine === 0 ? column - character : column, offsetInString(node, piece.end) - from);
      data.push(numberOfType[piece.type] ?? 0, 0);
      [line, character] = [start.line, column];
    }
  });
  return data;
}

/** The tokens that a client has, per document; it asks for the difference by their id. */
export interface TokensMemory {
  full(uri: string, data: readonly number[]): SemanticTokens;
  /** The difference to what was given under that id; everything when that is gone. */
  delta(uri: string, previousId: string, data: readonly number[]): SemanticTokens | SemanticTokensDelta;
  forget(uri: string): void;
}

export function createTokensMemory(): TokensMemory {
  const known = new Map<string, { readonly id: string; readonly data: readonly number[] }>();
  let count = 0;
  const remember = (uri: string, data: readonly number[]): string => {
    const id = String(++count);
    known.set(uri, { id, data });
    return id;
  };
  return {
    full: (uri, data) => ({ resultId: remember(uri, data), data: [...data] }),
    delta(uri, previousId, data) {
      const before = known.get(uri);
      const resultId = remember(uri, data);
      if (before?.id !== previousId) return { resultId, data: [...data] };
      return { resultId, edits: editsBetween(before.data, data) };
    },
    forget: (uri) => void known.delete(uri),
  };
}

/** One edit, of all that lies between what both begin and end with. */
function editsBetween(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (start === before.length && start === after.length) return [];
  return [{ start, deleteCount: before.length - end - start, data: after.slice(start, after.length - end) }];
}
