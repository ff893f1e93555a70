import type { TextChange } from '../checks/check';
import type { JsonNode } from '../syntax/nodes';
import { statementsOf } from '../syntax/queries';

import { isSound } from './document';
import type { EditedDocument } from './document';
import { mergeEntries, readEntries } from './entries';
import { replaceEntries } from './lists';
import { listsOfStatement } from './policyLists';
import type { PolicyList, PolicyListKind } from './policyLists';

/**
 * Puts a list's values in order and drops those that say the same again: actions by service, then by name, without regard to case;
 * all others by their characters. Undefined when nothing would change, or when the list holds more than plain values.
 */
export function sortList(document: EditedDocument, { kind, value }: PolicyList): TextChange | undefined {
  if (value.kind !== 'array' || value.items.length < 2 || !isSound(document, value)) return undefined;
  const keys = value.items.flatMap((item) => {
    const key = sortKey(kind, item);
    return key === undefined ? [] : [key];
  });
  if (keys.length < value.items.length || isAscending(keys)) return undefined;
  const { entries } = readEntries(document, value);
  const groups = new Map<string, number[]>();
  keys.forEach((key, index) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return replaceEntries(
    document,
    value,
    sorted.map(([, indices]) => {
      const same = indices.flatMap((index) => entries[index] ?? []);
      // Groups that empty lines set apart are no longer groups.
      return { ...mergeEntries(same, same[0]?.text ?? ''), apart: false };
    }),
  );
}

/** The same for every list of a policy. */
export function sortAllLists(document: EditedDocument): readonly TextChange[] {
  return statementsOf(document.syntax.root).flatMap((statement) =>
    statement.kind === 'object' ? listsOfStatement(statement).flatMap((list) => sortList(document, list) ?? []) : [],
  );
}

/** What a value is compared by. U+0000 stands before every character of a name, so that a service's actions keep together. */
function sortKey(kind: PolicyListKind, node: JsonNode): string | undefined {
  switch (node.kind) {
    case 'string':
      return kind === 'action' ? node.text.toLowerCase().replace(':', '\0') : `"${node.text}`;
    case 'number':
      return `#${node.text}`;
    case 'boolean':
      return `!${String(node.value)}`;
    default:
      return undefined;
  }
}

function isAscending(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
}
