import { accessLevels, isRecord, splitText } from './catalogData';
import type { CatalogData, ServiceData } from './catalogData';
import { readServiceReference } from './serviceReference';
import type { ActionOverlay, ServiceOverlay } from './serviceReference';

/** Newer service data to lay over the data that came with the program: documents of AWS's service reference, as they are. */
export interface CatalogOverlay {
  readonly version: number;
  /** Day it was read, `YYYY-MM-DD`. */
  readonly date: string;
  readonly services: readonly unknown[];
}

export const overlayVersion = 1;

/**
 * An overlay out of a file: one that was saved before, a document of AWS's service reference, or a list of such. `today` is the day of what
 * says none of its own. Undefined for anything else.
 */
export function readOverlay(value: unknown, today: string): CatalogOverlay | undefined {
  if (isRecord(value) && value['version'] === overlayVersion && Array.isArray(value['services'])) {
    const { date, services } = value;
    if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date) || !services.every(isServiceReference)) return undefined;
    return { version: overlayVersion, date, services };
  }
  const services: readonly unknown[] = Array.isArray(value) ? value : [value];
  return services.some(isServiceReference) ? { version: overlayVersion, date: today, services } : undefined;
}

function isServiceReference(value: unknown): boolean {
  return readServiceReference(value) !== undefined;
}

/**
 * The data with what an overlay adds: services, actions, resource types, condition keys, and access levels that changed. Nothing is
 * taken away: what a newer source leaves out may still be in somebody's policy, and has its texts here. An overlay that is
 * older than the data adds just the same, and leaves the date.
 */
export function applyOverlay(data: CatalogData, overlay: CatalogOverlay): CatalogData {
  const tables = createTables(data);
  const services = new Map(data.services.map((service) => [service.prefix.toLowerCase(), service]));
  for (const document of overlay.services) {
    const added = readServiceReference(document);
    if (added === undefined) continue;
    const prefix = added.prefix.toLowerCase();
    services.set(prefix, extend(services.get(prefix) ?? emptyService(added.prefix), added, tables));
  }
  const sorted = [...services.values()].sort((one, other) => (one.prefix.toLowerCase() < other.prefix.toLowerCase() ? -1 : 1));
  const actions = new Set(
    sorted.flatMap(({ prefix, actions: names }) => splitText(names, '|').map((name) => `${prefix}:${name}`.toLowerCase())),
  );
  return {
    ...data,
    date: overlay.date > data.date ? overlay.date : data.date,
    counts: {
      ...data.counts,
      services: sorted.length,
      actions: actions.size,
      resourceTypes: sorted.reduce((sum, { types }) => sum + splitText(types, '|').length, 0),
      conditionKeys: data.counts.conditionKeys + tables.names.length - splitText(data.keys, '\n').length,
    },
    keys: tables.names.join('\n'),
    keyTypes: tables.types.join(''),
    keyPresence: data.keyPresence.padEnd(tables.names.length, '-'),
    keySets: tables.sets.join('\n'),
    services: sorted,
    removedActions: splitText(data.removedActions, '\n')
      .filter((name) => !actions.has(name.toLowerCase()))
      .join('\n'),
    retiredServices: splitText(data.retiredServices, '\n')
      .filter((prefix) => !services.has(prefix.toLowerCase()))
      .join('\n'),
  };
}

/**
 * The overlay of what another one and newer documents say together; of each service the newest document counts. Documents that add nothing to
 * the data are left out, so that a start reads no more than it must.
 */
export function joinOverlays(data: CatalogData, earlier: CatalogOverlay | undefined, later: CatalogOverlay): CatalogOverlay {
  const byPrefix = new Map<string, unknown>();
  for (const document of [...(earlier?.services ?? []), ...later.services]) {
    const prefix = readServiceReference(document)?.prefix.toLowerCase();
    if (prefix !== undefined) byPrefix.set(prefix, document);
  }
  const tables = createTables(data);
  const services = new Map(data.services.map((service) => [service.prefix.toLowerCase(), service]));
  const isNews = ([prefix, document]: readonly [string, unknown]): boolean => {
    const [service, added] = [services.get(prefix), readServiceReference(document)];
    if (service === undefined || added === undefined) return added !== undefined;
    const known = tables.names.length;
    return JSON.stringify(extend(service, added, tables)) !== JSON.stringify(service) || tables.names.length > known;
  };
  return { version: overlayVersion, date: later.date, services: [...byPrefix].filter(isNews).map(([, document]) => document) };
}

/** Keys and sets of keys, which only grow: numbers that are given stay. */
interface Tables {
  readonly names: string[];
  readonly types: string[];
  readonly sets: string[];
  key(name: string, type?: string): number;
  /** The number of the set of these keys and those of another set. */
  union(set: number, keys: readonly string[]): number;
}

function createTables(data: CatalogData): Tables {
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

function emptyService(prefix: string): ServiceData {
  const nothing = { actions: '', levels: '', actionKeys: '', actionResources: '', resourceLists: '', types: '', arns: '', typeKeys: '' };
  return { prefix, name: prefix, ...nothing, keys: '', dependents: '' };
}

interface ActionRow {
  readonly name: string;
  /** The number it had; undefined for a new one. */
  readonly before: number | undefined;
  readonly level: number;
  readonly keySet: number;
  readonly resources: number;
}

function extend(service: ServiceData, added: ServiceOverlay, tables: Tables): ServiceData {
  for (const { name, type } of added.keys) tables.key(name, type);
  const types = extendTypes(service, added, tables);
  const typeNumbers = new Map(types.names.map((name, index) => [name.toLowerCase(), index]));
  const lists = service.resourceLists === '' && service.actions === '' ? [''] : service.resourceLists.split(';');
  const addTypes = (list: string, { resourceTypes }: ActionOverlay): string => {
    const entries = splitText(list, ',');
    const present = new Set(entries.map((entry) => Number.parseInt(entry, 10)));
    const more = resourceTypes.flatMap(({ name, keys }) => {
      const number = typeNumbers.get(name.toLowerCase());
      if (number === undefined || present.has(number)) return [];
      return [keys.length === 0 ? String(number) : `${number}.${tables.union(0, keys)}`];
    });
    return [...entries, ...more].join(',');
  };
  const listNumber = (list: string): number => {
    const number = lists.indexOf(list);
    return number >= 0 ? number : lists.push(list) - 1;
  };
  const rows = rowsOf(service).map((row): ActionRow => {
    const newer = added.actions.find(({ name }) => name.toLowerCase() === row.name.toLowerCase());
    if (newer === undefined) return row;
    return {
      ...row,
      level: (row.level >= 5 ? 5 : 0) + accessLevels.indexOf(newer.level),
      keySet: tables.union(row.keySet, newer.keys),
      resources: listNumber(addTypes(lists[row.resources] ?? '', newer)),
    };
  });
  const known = new Set(rows.map(({ name }) => name.toLowerCase()));
  for (const action of added.actions) {
    if (known.has(action.name.toLowerCase())) continue;
    known.add(action.name.toLowerCase());
    const level = accessLevels.indexOf(action.level);
    rows.push({
      name: action.name,
      before: undefined,
      level,
      keySet: tables.union(0, action.keys),
      resources: listNumber(addTypes('', action)),
    });
  }
  return { ...service, ...textsOf(rows, service), resourceLists: lists.join(';'), ...types.texts, keys: keysOf(service, added, tables) };
}

function rowsOf({ actions, levels, actionKeys, actionResources }: ServiceData): ActionRow[] {
  const keySets = splitText(actionKeys, ',');
  const resources = splitText(actionResources, ',');
  return splitText(actions, '|').map((name, index) => ({
    name,
    before: index,
    level: levels.charCodeAt(index) - 48,
    keySet: Number(keySets[index]),
    resources: Number(resources[index]),
  }));
}

function textsOf(rows: readonly ActionRow[], { dependents }: ServiceData) {
  const sorted = [...rows].sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  const numbers = new Map(sorted.map(({ before }, index) => [before, index]));
  return {
    actions: sorted.map(({ name }) => name).join('|'),
    levels: sorted.map(({ level }) => level).join(''),
    actionKeys: sorted.map(({ keySet }) => keySet).join(','),
    actionResources: sorted.map(({ resources }) => resources).join(','),
    dependents: splitText(dependents, ',')
      .map((entry) => entry.replace(/^\d+/, (number) => String(numbers.get(Number(number)) ?? number)))
      .join(','),
  };
}

function extendTypes({ types, arns, typeKeys }: ServiceData, { resourceTypes }: ServiceOverlay, tables: Tables) {
  const names = [...splitText(types, '|')];
  const forms = [...splitText(arns, '\n')];
  const sets = [...splitText(typeKeys, ',')];
  const known = new Set(names.map((name) => name.toLowerCase()));
  for (const { name, arn, keys } of resourceTypes) {
    if (known.has(name.toLowerCase())) continue;
    known.add(name.toLowerCase());
    names.push(name);
    forms.push(arn);
    sets.push(String(tables.union(0, keys)));
  }
  return { names, texts: { types: names.join('|'), arns: forms.join('\n'), typeKeys: sets.join(',') } };
}

function keysOf({ keys }: ServiceData, added: ServiceOverlay, tables: Tables): string {
  const names = [...added.keys.map(({ name }) => name), ...added.actions.flatMap((action) => action.keys)];
  return [...new Set([...splitText(keys, ','), ...names.map((name) => String(tables.key(name)))])].join(',');
}
