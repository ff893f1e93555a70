import type { InlayHint, Range } from 'vscode-languageserver-types';

import { isAccessPolicy } from '../core/policy/inferPolicyType';
import type { JsonNode } from '../core/syntax/nodes';
import type { JsonPath } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Span } from '../core/text/span';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import type { FileRole } from './navigation/fileRole';
import { mentionsOf } from './navigation/mentions';
import type { Mention, Site } from './navigation/mentions';
import { targetContext } from './navigation/navigation';
import type { NavigationContext } from './navigation/navigation';
import { targetOf } from './navigation/targets';
import type { TargetContext } from './navigation/targets';
import { patternUri } from './virtualDocuments';
import type { ServiceContext } from './serviceContext';

/** VS Code cuts what is longer. */
const longestHint = 40;

/** What a hint says, and the thing it is about: nothing is said twice on a line. */
interface Said {
  readonly about: string;
  readonly label: string;
  readonly tooltip: string | undefined;
  readonly opens: string | undefined;
}

/** In a range: after action patterns how many actions they cover, after ids of accounts and OUs what they are called. */
export function provideInlayHints(document: OpenDocument, { start, end }: Range, context: NavigationContext): InlayHint[] {
  const role = context.facts.roleOf(document);
  if (role === undefined || (role === 'policy' && document.kind === 'policy' && !isAccessPolicy(document.policyType()))) return [];
  const asked = { start: document.textDocument.offsetAt(start), end: document.textDocument.offsetAt(end) };
  const hints: InlayHint[] = [];
  const said = new Set<string>();
  const targets = targetContext(context);
  for (const site of stringsWithin(document.syntax.root, asked)) {
    for (const hint of [...countOf(site, context.service), ...namesOf(role, site, document.uri, targets)]) {
      const position = toRange(document, site.node).end;
      const key = `${String(position.line)} ${hint.about}`;
      if (said.has(key)) continue;
      said.add(key);
      hints.push({ position, label: labelOf(hint), ...(hint.tooltip === undefined ? {} : { tooltip: hint.tooltip }), paddingLeft: true });
    }
  }
  return hints;
}

function labelOf({ label, opens }: Said): InlayHint['label'] {
  const value = label.length > longestHint ? `${label.slice(0, longestHint - 1)}…` : label;
  return opens === undefined ? value : [{ value, command: { title: value, command: 'gatehouse.openVirtualDocument', arguments: [opens] } }];
}

/** The string values that touch a span, each with its place; what lies outside is not entered. */
function* stringsWithin(root: JsonNode | undefined, asked: Span): Generator<Site> {
  function* visit(node: JsonNode, path: JsonPath): Generator<Site> {
    if (node.end < asked.start || node.start > asked.end) return;
    if (node.kind === 'string') yield { path, isKey: false, node, root };
    else if (node.kind === 'array') {
      for (const [index, item] of node.items.entries()) {
        if (item.start > asked.end) return;
        if (item.end >= asked.start) yield* visit(item, [...path, index]);
      }
    } else if (node.kind === 'object') {
      for (const { key, value } of node.members) if (value !== undefined) yield* visit(value, [...path, key.text]);
    }
  }
  if (root !== undefined) yield* visit(root, []);
}

function countOf({ path, node: { text } }: Site, { catalog, translate }: ServiceContext): readonly Said[] {
  const element = typeof path.at(-1) === 'number' ? path.at(-2) : path.at(-1);
  if ((element !== 'Action' && element !== 'NotAction') || !path.includes('Statement')) return [];
  if (!/[*?]/.test(text) || text === '*') return [];
  const { total } = catalog.countActions(text);
  // None: a check says so, at the same place and in words.
  if (total === 0) return [];
  const label = translate(total === 1 ? message('1 action') : message('{0} actions', total.toLocaleString('en')));
  return [{ about: text.toLowerCase(), label, tooltip: undefined, opens: patternUri(text) }];
}

/** Names of the accounts and OUs whose ids a string holds; where the name stands beside the id, it is no news. */
function namesOf(role: FileRole, site: Site, uri: string, targets: TargetContext): readonly Said[] {
  const named = mentionsOf(role, site).flatMap((mention) => {
    const id = idOf(role, mention);
    const name = id === undefined ? undefined : targetOf(mention, uri, undefined, targets)?.name;
    return id === undefined || name === undefined || name === id ? [] : [{ id, name }];
  });
  const [first] = named;
  if (first === undefined) return [];
  const label = [...new Set(named.map(({ name }) => name))].join(' · ');
  return [{ about: label, label, tooltip: named.map(({ id, name }) => `${id} · ${name}`).join('\n'), opens: undefined }];
}

function idOf(role: FileRole, { meaning, node }: Mention): string | undefined {
  if (meaning.kind === 'organizationalUnit' && role !== 'manifest') {
    return meaning.idOrPath.startsWith('ou-') ? meaning.idOrPath : undefined;
  }
  if (meaning.kind !== 'account' || role === 'accounts') return undefined;
  return /^\d{12}$/.test(meaning.idOrName) && node.text.includes(meaning.idOrName) ? meaning.idOrName : undefined;
}
