import { textOf } from './awsCalls';
import type { Calls, Item } from './awsCalls';

/** Which OU lies where, and who is the parent of whom. */
export interface Places {
  readonly rootId: string;
  readonly unitsBelow: ReadonlyMap<string, readonly Item[]>;
  readonly parents: ReadonlyMap<string, string>;
  /** Of an OU or the root, by id; undefined when the way to it is not known. */
  pathOf(id: string): string | undefined;
}

export function readPlaces(calls: Calls, rootId: string): Places {
  const unitsBelow = new Map<string, Item[]>();
  const parents = new Map<string, string>();
  const names = new Map<string, string>();
  for (const { input, item } of calls.all('list-organizational-units-for-parent', 'OrganizationalUnits')) {
    const [parent, id] = [textOf(input, 'ParentId'), textOf(item, 'Id')];
    if (parent === '' || id === '' || parents.has(id)) continue;
    parents.set(id, parent);
    names.set(id, textOf(item, 'Name'));
    unitsBelow.set(parent, [...(unitsBelow.get(parent) ?? []), item]);
  }
  const place = (child: string, parent: string): void => {
    if (child !== '' && parent !== '' && !parents.has(child)) parents.set(child, parent);
  };
  for (const { input, item } of calls.all('list-accounts-for-parent', 'Accounts')) place(textOf(item, 'Id'), textOf(input, 'ParentId'));
  for (const { input, item } of calls.all('list-children', 'Children')) place(textOf(item, 'Id'), textOf(input, 'ParentId'));
  for (const { input, item } of calls.all('list-parents', 'Parents')) place(textOf(input, 'ChildId'), textOf(item, 'Id'));
  const pathOf = (id: string): string | undefined => {
    const parts: string[] = [];
    const seen = new Set<string>();
    for (let at = id; at !== rootId;) {
      const [name, parent] = [names.get(at), parents.get(at)];
      // A circle is no way.
      if (name === undefined || parent === undefined || seen.has(at)) return undefined;
      seen.add(at);
      parts.unshift(name.replaceAll('/', '~1'));
      at = parent;
    }
    return `/${parts.join('/')}`;
  };
  return { rootId, unitsBelow, parents, pathOf };
}
