import { isRecord, splitText } from './catalogData';
import type { CatalogData } from './catalogData';
import { createKeyTables, emptyService, extendService } from './extendService';
import { partOfServiceReference, readServiceReference } from './serviceReference';

/** Newer service data to lay over the data that came with the program: documents of AWS's service reference, or parts of them. */
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
    if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
    if (services.length > 0 && !services.some(isServiceReference)) return undefined;
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
 * older than the data changes nothing: the program has been updated since.
 */
export function applyOverlay(data: CatalogData, overlay: CatalogOverlay): CatalogData {
  if (overlay.date < data.date) return data;
  const tables = createKeyTables(data);
  const services = new Map(data.services.map((service) => [service.prefix.toLowerCase(), service]));
  const present = new Set<string>();
  for (const document of overlay.services) {
    const added = readServiceReference(document);
    if (added === undefined) continue;
    const prefix = added.prefix.toLowerCase();
    for (const { name } of added.actions) present.add(`${prefix}:${name}`.toLowerCase());
    services.set(prefix, extendService(services.get(prefix) ?? emptyService(added.prefix), added, tables).service);
  }
  const sorted = [...services.values()].sort((one, other) => (one.prefix.toLowerCase() < other.prefix.toLowerCase() ? -1 : 1));
  return {
    ...data,
    date: overlay.date,
    counts: {
      ...data.counts,
      services: sorted.length,
      actions: sorted.reduce((sum, { actions }) => sum + splitText(actions, '|').length, 0),
      resourceTypes: sorted.reduce((sum, { types }) => sum + splitText(types, '|').length, 0),
      conditionKeys: data.counts.conditionKeys + tables.names.length - splitText(data.keys, '\n').length,
    },
    keys: tables.names.join('\n'),
    keyTypes: tables.types.join(''),
    keyPresence: data.keyPresence.padEnd(tables.names.length, '-'),
    keySets: tables.sets.join('\n'),
    services: sorted,
    removedActions: splitText(data.removedActions, '\n')
      .filter((name) => !present.has(name.toLowerCase()))
      .join('\n'),
    retiredServices: splitText(data.retiredServices, '\n')
      .filter((prefix) => !services.has(prefix.toLowerCase()))
      .join('\n'),
  };
}

/**
 * The overlay of what two overlays say together; of each service the document of the newer one counts. Only what adds to the data is kept,
 * so that a start reads no more than it must.
 */
export function joinOverlays(data: CatalogData, earlier: CatalogOverlay | undefined, later: CatalogOverlay): CatalogOverlay {
  const [older, newer] = earlier !== undefined && earlier.date > later.date ? [later, earlier] : [earlier, later];
  const documents = new Map<string, unknown>();
  for (const overlay of [older, newer]) {
    if (overlay === undefined || overlay.date < data.date) continue;
    for (const document of overlay.services) {
      const prefix = readServiceReference(document)?.prefix.toLowerCase();
      if (prefix !== undefined) documents.set(prefix, document);
    }
  }
  const tables = createKeyTables(data);
  const services = new Map(data.services.map((service) => [service.prefix.toLowerCase(), service]));
  const news = [...documents].flatMap(([prefix, document]) => {
    const added = readServiceReference(document);
    if (added === undefined) return [];
    const known = services.get(prefix);
    const part = partOfServiceReference(document, extendService(known ?? emptyService(added.prefix), added, tables).news);
    return known === undefined || part.isNews ? [part.document] : [];
  });
  return { version: overlayVersion, date: newer.date, services: news };
}
