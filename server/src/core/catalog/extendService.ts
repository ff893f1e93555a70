import type { AccessLevel } from './catalog';
import { accessLevels, splitText } from './catalogData';
import type { CatalogData, ServiceData } from './catalogData';
import type { ActionOverlay, ServiceNews, ServiceOverlay } from './serviceReference';

/** Keys and sets of keys, which only grow: numbers that are given stay. */
export interface KeyTables {
  readonly names: string[];
  readonly types: string[];
  readonly sets: string[];
  key(name: string, type?: string): number;
  /** The number of the set of these keys and those of another set. */
  union(set: number, keys: readonly string[]): number;
}

/** The keys and sets of keys of the data, to go on from. */
export function createKeyTables(data: CatalogData): KeyTables {
  const names = [...splitText(data.keys, '\n')];
  const types = [...data.keyTypes];
  const sets = data.keySets.split('\n');
  const numbers = new Map(names.map((name, index) => [name.toLowerCase(), index]));
  const known = new Map(sets.map((set, index) => [set, index]));
  const key = (name: string, type = 's'): number => {
    const lower = name.toLowerCase();
    const number = numbers.get(lower);
    if (number !== undefined) return number;
    numbers.set(lower, names.length);
    types.push(type);
    return names.push(name) - 1;
  };
  return {
    names,
    types,
    sets,
    key,
    union(set, keys) {
      const members = splitText(sets[set] ?? '', ',');
      const added = keys.map((name) => String(key(name))).filter((number) => !members.includes(number));
      if (added.length === 0) return set;
      const text = [...members, ...new Set(added)].join(',');
      const number = known.get(text);
      if (number !== undefined) return number;
      known.set(text, sets.length);
      return sets.push(text) - 1;
    },
  };
}

/** A service that nothing is known of but its prefix. */
export function emptyService(prefix: string): ServiceData {
  const nothing = { actions: '', levels: '', actionKeys: '', actionResources: '', resourceLists: '', types: '', arns: '', typeKeys: '' };
  return { prefix, name: prefix, ...nothing, keys: '', dependents: '' };
}

/** A service with what a newer source adds to it, and what of that is news. */
export function extendService(
  service: ServiceData,
  added: ServiceOverlay,
  tables: KeyTables,
): { readonly service: ServiceData; readonly news: ServiceNews } {
  for (const { name, type } of added.keys) tables.key(name, type);
  const types = extendTypes(service, added, tables);
  const actions = extendActions(service, added, types.names, tables);
  const keys = extendKeys(service, added, tables);
  return {
    service: { ...service, ...actions.texts, ...types.texts, keys: keys.text },
    news: { actions: actions.news, types: types.news, keys: keys.news },
  };
}

interface ActionRow {
  readonly name: string;
  /** The number it had; undefined for a new one. */
  readonly before: number | undefined;
  readonly level: number;
  readonly keySet: number;
  /** Its resource list, as text. */
  readonly resources: string;
}

function extendActions(service: ServiceData, added: ServiceOverlay, types: readonly string[], tables: KeyTables) {
  const typeNumbers = new Map(types.map((name, index) => [name.toLowerCase(), index]));
  const lists = service.resourceLists === '' && service.actions === '' ? [''] : service.resourceLists.split(';');
  const rows = new Map(rowsOf(service, lists).map((row) => [row.name.toLowerCase(), row]));
  const news = new Set<string>();
  for (const action of added.actions) {
    const name = action.name.toLowerCase();
    const row = rows.get(name);
    const extended = extendRow(row, action, typeNumbers, tables);
    rows.set(name, extended);
    if (row?.level !== extended.level || row.keySet !== extended.keySet || row.resources !== extended.resources) news.add(name);
  }
  return { texts: textsOf([...rows.values()], lists, service), news };
}

function extendRow(
  row: ActionRow | undefined,
  action: ActionOverlay,
  typeNumbers: ReadonlyMap<string, number>,
  tables: KeyTables,
): ActionRow {
  return {
    name: row?.name ?? action.name,
    before: row?.before,
    level: levelDigit(row?.level, action.level),
    keySet: tables.union(row?.keySet ?? 0, action.keys),
    resources: addTypes(row?.resources ?? '', action, typeNumbers, tables),
  };
}

/** An action of unknown level is taken for one that writes, which nobody can call harmless. */
function levelDigit(before: number | undefined, level: AccessLevel | undefined): number {
  if (level === undefined) return before ?? accessLevels.indexOf('write');
  return (before !== undefined && before >= 5 ? 5 : 0) + accessLevels.indexOf(level);
}

function addTypes(list: string, { resourceTypes }: ActionOverlay, typeNumbers: ReadonlyMap<string, number>, tables: KeyTables): string {
  const entries = splitText(list, ',');
  const present = new Set(entries.map((entry) => Number.parseInt(entry, 10)));
  const more = resourceTypes.flatMap(({ name, keys }) => {
    const number = typeNumbers.get(name.toLowerCase());
    if (number === undefined || present.has(number)) return [];
    present.add(number);
    return [keys.length === 0 ? String(number) : `${number}.${tables.union(0, keys)}`];
  });
  return [...entries, ...more].join(',');
}

function rowsOf({ actions, levels, actionKeys, actionResources }: ServiceData, lists: readonly string[]): ActionRow[] {
  const keySets = splitText(actionKeys, ',');
  const resources = splitText(actionResources, ',');
  return splitText(actions, '|').map((name, index) => ({
    name,
    before: index,
    level: levels.charCodeAt(index) - 48,
    keySet: Number(keySets[index]),
    resources: lists[Number(resources[index])] ?? '',
  }));
}

function textsOf(rows: readonly ActionRow[], lists: string[], { dependents }: ServiceData) {
  const sorted = [...rows].sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  const numbers = new Map(sorted.map(({ before }, index) => [before, index]));
  const listNumbers = new Map(lists.map((list, index) => [list, index]));
  const listNumber = (list: string): number => {
    const known = listNumbers.get(list);
    if (known !== undefined) return known;
    listNumbers.set(list, lists.length);
    return lists.push(list) - 1;
  };
  return {
    actions: sorted.map(({ name }) => name).join('|'),
    levels: sorted.map(({ level }) => level).join(''),
    actionKeys: sorted.map(({ keySet }) => keySet).join(','),
    actionResources: sorted.map(({ resources }) => listNumber(resources)).join(','),
    resourceLists: lists.join(';'),
    dependents: splitText(dependents, ',')
      .map((entry) => entry.replace(/^\d+/, (number) => String(numbers.get(Number(number)) ?? number)))
      .join(','),
  };
}

function extendTypes({ types, arns, typeKeys }: ServiceData, { resourceTypes }: ServiceOverlay, tables: KeyTables) {
  const names = [...splitText(types, '|')];
  const forms = [...splitText(arns, '\n')];
  const sets = splitText(typeKeys, ',').map(Number);
  const numbers = new Map(names.map((name, index) => [name.toLowerCase(), index]));
  const news = new Set<string>();
  for (const { name, arn, keys } of resourceTypes) {
    const known = numbers.get(name.toLowerCase());
    if (known === undefined) {
      numbers.set(name.toLowerCase(), names.length);
      names.push(name);
      forms.push(arn);
    }
    const place = known ?? names.length - 1;
    const set = tables.union(sets[place] ?? 0, keys);
    if (set !== sets[place]) news.add(name.toLowerCase());
    sets[place] = set;
  }
  return { names, texts: { types: names.join('|'), arns: forms.join('\n'), typeKeys: sets.join(',') }, news };
}

function extendKeys({ keys }: ServiceData, added: ServiceOverlay, tables: KeyTables) {
  const numbers = new Set(splitText(keys, ',').map(Number));
  const news = new Set<string>();
  for (const name of [...added.keys.map((key) => key.name), ...added.actions.flatMap((action) => action.keys)]) {
    const number = tables.key(name);
    if (!numbers.has(number)) news.add(name.toLowerCase());
    numbers.add(number);
  }
  return { text: [...numbers].join(','), news };
}
