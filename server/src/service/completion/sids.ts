import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { AccessLevel, Catalog } from '../../core/catalog/catalog';
import type { ObjectNode } from '../../core/syntax/nodes';
import { itemsOf, statementsOf, textOf, valueOf } from '../../core/syntax/queries';
import type { ServiceContext } from '../serviceContext';

import { valueItem } from './completionItem';
import type { PolicyPlace } from './completionPlace';

/** How a name says what its actions do, where they are many. */
const levelWords: Readonly<Record<AccessLevel, string>> = {
  list: 'List',
  read: 'Read',
  write: 'Write',
  tagging: 'Tag',
  permissions: 'Manage',
};

/**
 * Names for a statement from what it says: `AllowS3GetObject`, `DenyEc2Write`, `DenyAllExceptIam`. Letters and digits only, as IAM demands
 * of identity-based policies, and none that the policy has already.
 */
export function completeSids(place: PolicyPlace, { catalog }: ServiceContext): CompletionItem[] {
  const { statement, document, cursor } = place;
  if (statement === undefined) return [];
  const own = cursor.string;
  const taken = new Set(
    statementsOf(document.syntax.root).flatMap((node) => (valueOf(node, 'Sid') === own ? [] : [textOf(node, 'Sid')?.toLowerCase()])),
  );
  const names = [...new Set(namesOf(statement, catalog))];
  return names.map((name, index) => valueItem(place, { label: untaken(name, taken), kind: CompletionItemKind.Text, rank: String(index) }));
}

function untaken(name: string, taken: ReadonlySet<string | undefined>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

function namesOf(statement: ObjectNode, catalog: Catalog): readonly string[] {
  const effect = textOf(statement, 'Effect') ?? '';
  const verb = effect === 'Allow' || effect === 'Deny' ? effect : '';
  const negated = valueOf(statement, 'NotAction') !== undefined;
  const patterns = itemsOf(valueOf(statement, negated ? 'NotAction' : 'Action')).flatMap((node) =>
    node.kind === 'string' ? [node.text] : [],
  );
  const services = [...new Set(patterns.map((pattern) => pattern.slice(0, Math.max(0, pattern.indexOf(':'))).toLowerCase()))];
  const service = services.length === 1 ? word(services[0] ?? '') : services.length <= 3 ? services.map(word).join('And') : '';
  if (negated) return [`${verb}AllExcept${service === '' ? 'Some' : service}`];
  if (patterns.includes('*')) return [`${verb}All`];
  if (service === '') return verb === '' ? [] : [`${verb}${patterns.length === 0 ? 'Access' : 'Several'}`];
  const [only] = patterns;
  const ofOne = patterns.length === 1 && only !== undefined ? word(only.slice(only.indexOf(':') + 1)) : '';
  return [...(ofOne === '' ? [] : [`${verb}${service}${ofOne}`]), `${verb}${service}${levelOf(patterns, catalog)}`, `${verb}${service}`];
}

/** The one access level that all of the actions have. */
function levelOf(patterns: readonly string[], catalog: Catalog): string {
  const levels = new Set<AccessLevel | undefined>();
  for (const pattern of patterns.slice(0, 40)) {
    for (const name of catalog.expandAction(pattern).slice(0, 200)) levels.add(catalog.action(name)?.accessLevel);
  }
  const [level] = levels;
  return levels.size === 1 && level !== undefined ? levelWords[level] : '';
}

/** `execute-api` as `ExecuteApi`, `Get*` as `Get`. */
function word(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
