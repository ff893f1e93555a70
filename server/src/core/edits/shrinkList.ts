import type { Catalog } from '../catalog/catalog';
import type { TextChange } from '../checks/check';

import type { EditedDocument } from './document';
import { mergeEntries } from './entries';
import { entriesOf, replaceEntries, stringsOf } from './lists';
import type { PolicyList } from './policyLists';
import { shrinkActions } from './shrinkActions';
import type { ShrinkOptions, ShrunkPattern } from './shrinkActions';

/** The fewer patterns that an action list could be written with; undefined where it cannot be shorter. */
export function shrinkableList(
  document: EditedDocument,
  list: PolicyList,
  catalog: Catalog,
  options: ShrinkOptions = {},
): readonly ShrunkPattern[] | undefined {
  if (list.kind !== 'action' || list.value.kind !== 'array' || list.value.items.length < 2) return undefined;
  const strings = stringsOf(document, list.value);
  return strings === undefined ? undefined : shrinkActions(strings, catalog, options);
}

/** Writes fewer patterns in the place of a list; the comments of what a pattern replaces stand above it. */
export function shrinkList(document: EditedDocument, { value }: PolicyList, patterns: readonly ShrunkPattern[]): TextChange {
  const { entries } = entriesOf(document, value);
  const shrunk = patterns.map(({ text, replaces }) =>
    mergeEntries(
      replaces.flatMap((index) => entries[index] ?? []),
      JSON.stringify(text),
    ),
  );
  return replaceEntries(document, value, shrunk);
}
