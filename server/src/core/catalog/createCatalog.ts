import { createActionExpansion } from './actionExpansion';
import type { Catalog, ConditionKey, Region, ResourceType } from './catalog';
import type { CatalogData } from './catalogData';
import { splitText } from './catalogData';
import type { ConditionKeyIndex } from './conditionKeyIndex';
import { createConditionKeyIndex } from './conditionKeyIndex';
import { createManagedPolicyIndex } from './managedPolicyIndex';
import { createOperationIndex } from './operationIndex';
import type { ServiceIndex } from './serviceIndex';
import { createServiceIndex, once } from './serviceIndex';

/** The catalog over the data of `core.json`. Takes a millisecond or two; each service is taken apart when first asked about. */
export function createCatalog(data: CatalogData): Catalog {
  const keys = createConditionKeyIndex(data);
  const dependents = once(() => splitText(data.dependents, '\n'));
  const services = new Map<string, () => ServiceIndex>();
  for (const service of data.services) {
    services.set(
      service.prefix.toLowerCase(),
      once(() => createServiceIndex(service, keys, dependents)),
    );
  }
  return {
    date: data.date,
    counts: data.counts,
    ...serviceQuestions(data, services),
    ...keyQuestions(data, services, keys),
    ...factQuestions(data),
  };
}

type Services = ReadonlyMap<string, () => ServiceIndex>;

type ServiceQuestions = Pick<
  Catalog,
  | 'services'
  | 'service'
  | 'action'
  | 'wasRemoved'
  | 'isRetiredService'
  | 'actionNames'
  | 'expandAction'
  | 'matchesAction'
  | 'countActions'
  | 'resourceType'
  | 'resourceTypes'
  | 'resourceTypesOfArnService'
  | 'actionConditionKeys'
>;

function serviceQuestions(data: CatalogData, services: Services): ServiceQuestions {
  const expansion = createActionExpansion(services);
  const prefixes = once(() => data.services.map(({ prefix }) => prefix));
  const removed = once(() => new Set(splitText(data.removedActions.toLowerCase(), '\n')));
  const retired = once(() => new Set(splitText(data.retiredServices, '\n')));
  const arnServices = once(() => groupByArnService(data, services));
  const find = (prefix: string) => services.get(prefix.toLowerCase())?.();

  const action = (name: string) => {
    const colon = name.indexOf(':');
    const index = find(name.slice(0, Math.max(colon, 0)));
    return index?.action(index.find(name.slice(colon + 1).toLowerCase()));
  };
  const resourceTypes = (service: string) => find(service)?.resourceTypes() ?? [];
  const resourceType = (service: string, name: string) =>
    resourceTypes(service).find((type) => type.name.toLowerCase() === name.toLowerCase());
  return {
    services: prefixes,
    service: (prefix) => find(prefix)?.service,
    action,
    wasRemoved: (name) => removed().has(name.toLowerCase()),
    isRetiredService: (prefix) => retired().has(prefix.toLowerCase()),
    actionNames: (prefix) => find(prefix)?.names() ?? [],
    expandAction: expansion.expand,
    matchesAction: expansion.matches,
    countActions: expansion.count,
    resourceType,
    resourceTypes,
    resourceTypesOfArnService: (arnService) => arnServices().get(arnService.toLowerCase())?.() ?? [],
    actionConditionKeys(name) {
      const known = action(name);
      if (known === undefined) return [];
      const found = new Set(known.conditionKeys);
      for (const reference of known.resourceTypes) {
        reference.conditionKeys.forEach((key) => found.add(key));
        resourceType(known.service, reference.name)?.conditionKeys.forEach((key) => found.add(key));
      }
      return [...found];
    },
  };
}

/** By the service that an ARN names: which types of which services have such ARNs. The types themselves are read when asked for. */
function groupByArnService(data: CatalogData, services: Services): ReadonlyMap<string, () => readonly ResourceType[]> {
  const groups = new Map<string, { readonly prefix: string; readonly place: number }[]>();
  for (const { prefix, arns } of data.services) {
    splitText(arns, '\n').forEach((arn, place) => {
      const arnService = arn.split(':', 3)[2] ?? '';
      const group = groups.get(arnService);
      if (group === undefined) groups.set(arnService, [{ prefix, place }]);
      else group.push({ prefix, place });
    });
  }
  const typeAt = (prefix: string, place: number) => services.get(prefix.toLowerCase())?.().resourceTypes()[place];
  return new Map(
    [...groups].map(([arnService, group]) => [
      arnService,
      once(() => group.map(({ prefix, place }) => typeAt(prefix, place)).filter((type) => type !== undefined)),
    ]),
  );
}

type KeyQuestions = Pick<
  Catalog,
  'conditionKey' | 'globalConditionKeys' | 'crossServiceConditionKeys' | 'serviceConditionKeys' | 'conditionKeyValues'
>;

function keyQuestions(data: CatalogData, services: Services, keys: ConditionKeyIndex): KeyQuestions {
  const range = (start: number, count: number): readonly ConditionKey[] =>
    Array.from({ length: count }, (_, index) => keys.key(start + index)).filter((key) => key !== undefined);
  const values = once(() => new Map(Object.entries(data.keyValues).map(([key, text]) => [key.toLowerCase(), splitText(text, '\n')])));
  return {
    conditionKey: keys.find,
    globalConditionKeys: once(() => range(0, data.globalKeys)),
    crossServiceConditionKeys: once(() => range(data.globalKeys, data.crossServiceKeys)),
    serviceConditionKeys: (service) =>
      (services.get(service.toLowerCase())?.().keys() ?? []).map(keys.key).filter((key) => key !== undefined),
    conditionKeyValues: (key) => values().get(key.toLowerCase()),
  };
}

type FactQuestions = Pick<
  Catalog,
  'servicePrincipals' | 'regions' | 'partitions' | 'dnsSuffix' | 'supportsRcp' | 'quota' | 'operation' | 'managedPolicy' | 'managedPolicies'
>;

function factQuestions(data: CatalogData): FactQuestions {
  const policies = createManagedPolicyIndex(data);
  const operations = once(() => createOperationIndex(data.operations));
  const rcp = once(() => new Set(splitText(data.rcpServices, '\n')));
  const partitions = once(() => new Map(splitText(data.partitions, '\n').map(readPair)));
  return {
    servicePrincipals: once(() => splitText(data.servicePrincipals, '\n')),
    regions: once(() =>
      splitText(data.regions, '\n').map((line): Region => {
        const [name, partition] = readPair(line);
        return { name, partition };
      }),
    ),
    partitions: once(() => [...partitions().keys()]),
    dnsSuffix: (partition) => partitions().get(partition),
    supportsRcp: (service) => rcp().has(service.toLowerCase()),
    quota: (name) => (Object.hasOwn(data.quotas, name) ? data.quotas[name] : undefined),
    operation: (name) => operations()(name),
    managedPolicy: policies.find,
    managedPolicies: policies.all,
  };
}

function readPair(line: string): [string, string] {
  const [first = '', second = ''] = line.split(' ');
  return [first, second];
}
