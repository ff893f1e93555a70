import type { Catalog } from '../catalog/catalog';
import type { TextChange } from '../checks/check';
import { hasWildcard } from '../policy/wildcard';
import type { JsonNode } from '../syntax/nodes';

import type { EditedDocument } from './document';
import { plainEntry } from './entries';
import type { Entry } from './entries';
import { entriesOf, replaceEntries, stringsOf } from './lists';
import type { PolicyList } from './policyLists';

/** An expansion, counted but not yet written. */
export interface WildcardExpansion {
  /** The patterns that go, as written. */
  readonly patterns: readonly string[];
  /** How many actions they mean today. */
  readonly actions: number;
}

/** What the wildcards of an action list (or one of them) stand for; undefined where there is none that matches anything. */
export function countExpansion(
  document: EditedDocument,
  list: PolicyList,
  catalog: Catalog,
  only?: JsonNode,
): WildcardExpansion | undefined {
  const patterns = patternsToExpand(document, list, catalog, only);
  if (patterns.length === 0) return undefined;
  const names = patterns.map((pattern) => catalog.expandAction(pattern));
  const actions = names.length === 1 ? (names[0]?.length ?? 0) : new Set(names.flat()).size;
  return { patterns, actions };
}

/**
 * Writes the actions that a list's wildcards (or one of them) match in their place. Actions that the list names elsewhere, or that
 * a wildcard before has brought, are not repeated. An unknown pattern stays: nobody knows what it means.
 */
export function expandWildcards(document: EditedDocument, list: PolicyList, catalog: Catalog, only?: JsonNode): TextChange | undefined {
  const strings = stringsOf(document, list.value);
  const patterns = new Set(patternsToExpand(document, list, catalog, only));
  if (strings === undefined || patterns.size === 0) return undefined;
  const written = new Set(strings.filter((text) => !patterns.has(text)).map((text) => text.toLowerCase()));
  const { entries } = entriesOf(document, list.value);
  const expanded = entries.flatMap((entry, index): readonly Entry[] => {
    const pattern = strings[index] ?? '';
    if (!patterns.has(pattern)) return [entry];
    const names = catalog.expandAction(pattern).filter((name) => !written.has(name.toLowerCase()));
    for (const name of names) written.add(name.toLowerCase());
    return withCommentsOf(entry, names);
  });
  return replaceEntries(document, list.value, expanded);
}

/** The comments of a wildcard stand above the first of what it meant. */
function withCommentsOf({ before, after, apart }: Entry, names: readonly string[]): readonly Entry[] {
  return names.map((name, index) =>
    index === 0 ? { text: JSON.stringify(name), before: [...before, ...after], after: [], apart } : plainEntry(JSON.stringify(name)),
  );
}

function patternsToExpand(document: EditedDocument, list: PolicyList, catalog: Catalog, only: JsonNode | undefined): readonly string[] {
  if (list.kind !== 'action') return [];
  const strings = only === undefined ? stringsOf(document, list.value) : only.kind === 'string' ? [only.text] : [];
  return [...new Set(strings)].filter((text) => hasWildcard(text) && catalog.expandAction(text).length > 0);
}
