import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { DocumentHighlight } from 'vscode-languageserver-types';

import { cursorAt } from '../../core/policy/cursor';
import { compileWildcard, coversPattern, hasWildcard, matchWildcard } from '../../core/policy/wildcard';
import type { StringNode } from '../../core/syntax/nodes';
import { indexInString, nodeAt, offsetInString } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';
import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';

import { everywhere, visitPolicyStrings } from './policyStrings';
import type { PolicyString, StringRole } from './policyStrings';

/** The same thing elsewhere in the policy: an action with what covers it or is covered by it, a Sid, a resource, a key, a variable. */
export function provideHighlights(document: OpenDocument, offset: number): DocumentHighlight[] {
  if (document.kind !== 'policy') return [];
  const { node } = nodeAt(document.syntax.root, offset);
  if (node?.kind !== 'string' || cursorAt(document.text, document.syntax.root, Math.min(offset, node.end - 1)) === undefined) return [];
  const asked = stringAt(document, node);
  if (asked === undefined) return [];
  const find = variableAt(node, indexInString(node, offset)) ?? sameAs(asked);
  if (find === undefined) return [];
  const spans: Span[] = [];
  visitPolicyStrings(document.syntax.root, everywhere, (string) => void spans.push(...find(string)));
  return spans.map((span) => ({ range: toRange(document, span), kind: DocumentHighlightKind.Text }));
}

/** Where in a string of the policy the thing stands. */
type Find = (string: PolicyString) => readonly Span[];

function stringAt({ syntax }: OpenDocument, node: StringNode): PolicyString | undefined {
  let found: PolicyString | undefined;
  visitPolicyStrings(syntax.root, node, (string) => {
    if (string.node === node) found = string;
  });
  return found;
}

/** Inside the quotes: the whole string is the thing. */
function inside({ start, end, unclosed }: StringNode): Span {
  return { start: start + 1, end: unclosed === true ? end : end - 1 };
}

function sameAs({ role, node }: PolicyString): Find | undefined {
  const isSame = sameness(role, node.text);
  if (isSame === undefined) return undefined;
  return (string) => {
    if (string.role === role && isSame(string.node.text)) return [inside(string.node)];
    return role === 'conditionKey' ? variablesNamed(string.node, node.text.toLowerCase()) : [];
  };
}

function sameness(role: StringRole, text: string): ((other: string) => boolean) | undefined {
  if (text === '') return undefined;
  const lower = text.toLowerCase();
  switch (role) {
    case 'action':
      return sameAction(lower);
    case 'conditionKey':
    case 'conditionOperator':
      return (other) => other.length === text.length && other.toLowerCase() === lower;
    default:
      return (other) => other === text;
  }
}

/** Actions and patterns of them, without regard to case. */
function sameAction(lower: string): (other: string) => boolean {
  const own = compileWildcard(lower);
  return (other) => {
    const name = other.toLowerCase();
    if (name === lower) return true;
    return hasWildcard(other) ? coversPattern(name, lower) || coversPattern(lower, name) : matchWildcard(own, name);
  };
}

const variablePattern = /\$\{\s*([^},\s]+)[^}]*\}/g;

/** The variable of a string that an index stands in: all of that name, and the conditions on that key. */
function variableAt({ text }: StringNode, index: number): Find | undefined {
  for (const match of text.matchAll(variablePattern)) {
    const name = match[1]?.toLowerCase();
    if (name === undefined || match.index > index || index > match.index + match[0].length) continue;
    return ({ role, node }) => (role === 'conditionKey' && node.text.toLowerCase() === name ? [inside(node)] : variablesNamed(node, name));
  }
  return undefined;
}

function variablesNamed(node: StringNode, name: string): readonly Span[] {
  if (!node.text.includes('${')) return [];
  return [...node.text.matchAll(variablePattern)]
    .filter((match) => match[1]?.toLowerCase() === name)
    .map(({ index, 0: { length } }) => ({ start: offsetInString(node, index), end: offsetInString(node, index + length) }));
}
