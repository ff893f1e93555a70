import type { Span } from '../text/span';

import type { JsonNode, StringNode } from './nodes';
import { maximumDepth } from './parseJson';

const nowhere: Span = { start: 0, end: 0 };

/**
 * The tree of a value that never was text here (a document inside an AWS export). Its spans are all empty.
 * What JSON cannot say becomes null; nesting beyond the parser's limit is cut.
 */
export function nodeFromValue(value: unknown, depth = 0): JsonNode {
  if (typeof value === 'string') return stringNode(value);
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'number', ...nowhere, text: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', ...nowhere, value };
  if (typeof value !== 'object' || value === null || depth >= maximumDepth) return { kind: 'null', ...nowhere };
  if (Array.isArray(value)) return { kind: 'array', ...nowhere, items: value.map((item: unknown) => nodeFromValue(item, depth + 1)) };
  const members = Object.entries(value).map(([key, inner]) => ({
    ...nowhere,
    key: stringNode(key),
    colon: 0,
    value: nodeFromValue(inner, depth + 1),
  }));
  return { kind: 'object', ...nowhere, members };
}

function stringNode(text: string): StringNode {
  return { kind: 'string', ...nowhere, text };
}
