import type { AccessLevel, ConditionKeyType } from '../../server/src/core/catalog/catalog';
import type { CatalogData, ServiceData } from '../../server/src/core/catalog/catalogData';
import { accessLevels, catalogDataVersion } from '../../server/src/core/catalog/catalogData';

/** An action of a small catalog: level, resource types (`role!` when required), keys, and more where a test needs it. */
export interface ActionDefinition {
  readonly level: AccessLevel;
  readonly on?: readonly string[];
  readonly keys?: readonly string[];
  /** Keys that the action has only on one of its resource types. */
  readonly keysOn?: Readonly<Record<string, readonly string[]>>;
  readonly needs?: readonly string[];
  readonly permissionOnly?: boolean;
}

export interface ServiceDefinition {
  readonly name: string;
  /** Resource type → ARN template, or the template and the keys of the type. */
  readonly types?: Readonly<Record<string, string | readonly [arn: string, ...keys: string[]]>>;
  readonly actions: Readonly<Record<string, ActionDefinition>>;
}

export interface KeyDefinition {
  readonly type?: ConditionKeyType;
  readonly multivalued?: boolean;
  readonly present?: 'always' | 'sometimes';
  readonly sensitive?: boolean;
  readonly crossService?: boolean;
}

export interface CatalogDefinition {
  readonly date: string;
  readonly services: Readonly<Record<string, ServiceDefinition>>;
  /** Every key that is used, by its name; those that begin with `aws:` are global. */
  readonly keys: Readonly<Record<string, KeyDefinition>>;
  readonly keyValues?: Readonly<Record<string, readonly string[]>>;
  readonly removedActions?: readonly string[];
  readonly retiredServices?: readonly string[];
  readonly rcpServices?: readonly string[];
  readonly servicePrincipals?: readonly string[];
  readonly regions?: Readonly<Record<string, string>>;
  readonly partitions?: Readonly<Record<string, string>>;
  readonly quotas?: Readonly<Record<string, number>>;
  /** As in the data: a line for each operation. */
  readonly operations?: string;
  readonly policies?: readonly { readonly arn: string; readonly version: string; readonly updated: string }[];
}

const typeLetters: Readonly<Record<ConditionKeyType, string>> = {
  String: 's',
  ARN: 'a',
  Bool: 'b',
  Numeric: 'n',
  Date: 'd',
  IPAddress: 'i',
  Binary: 'y',
};

/** The data of a catalog that is written by hand, in the format that the build script makes of AWS's. */
export function encodeCatalogData(definition: CatalogDefinition): CatalogData {
  const { sorted: keys, globals, crossService } = sortKeys(definition.keys);
  const numbers = new Map(keys.map(([name], index) => [name, index]));
  const sets = createTable('');
  const dependents = createTable();
  const numberOf = (key: string): number => {
    const number = numbers.get(key);
    if (number === undefined) throw new Error(`the key ${key} is not defined`);
    return number;
  };
  const setOf = (names: readonly string[] = []) => sets.add(names.map(numberOf).join(','));
  const services = Object.entries(definition.services)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([prefix, service]) => encodeService(prefix, service, setOf, numberOf, dependents.add));
  const policies = [...(definition.policies ?? [])].sort((a, b) => (nameOf(a.arn).toLowerCase() < nameOf(b.arn).toLowerCase() ? -1 : 1));
  const roots = createTable();
  return {
    version: catalogDataVersion,
    date: definition.date,
    counts: {
      services: services.length,
      actions: services.reduce((sum, { levels }) => sum + levels.length, 0),
      resourceTypes: Object.values(definition.services).reduce((sum, { types = {} }) => sum + Object.keys(types).length, 0),
      conditionKeys: keys.length,
      managedPolicies: policies.length,
    },
    keys: keys.map(([name]) => name).join('\n'),
    globalKeys: globals,
    crossServiceKeys: crossService,
    keyTypes: keys.map(([, { type = 'String', multivalued }]) => raise(typeLetters[type], multivalued)).join(''),
    keyPresence: keys.map(([, { present = '-', sensitive }]) => raise(present.charAt(0), sensitive)).join(''),
    keySets: sets.list().join('\n'),
    dependents: dependents.list().join('\n'),
    services,
    removedActions: lines(definition.removedActions),
    retiredServices: lines(definition.retiredServices),
    rcpServices: lines(definition.rcpServices),
    keyValues: Object.fromEntries(Object.entries(definition.keyValues ?? {}).map(([key, values]) => [key, lines(values)])),
    servicePrincipals: lines(definition.servicePrincipals),
    regions: pairs(definition.regions),
    partitions: pairs(definition.partitions),
    quotas: definition.quotas ?? {},
    operations: definition.operations ?? '',
    policies: policies
      .map(({ arn, version, updated }) => [nameOf(arn), roots.add(arn.slice(0, -nameOf(arn).length)), version, updated].join('|'))
      .join('\n'),
    policyRoots: roots.list().join('\n'),
  };
}

const lines = (texts: readonly string[] = []) => texts.join('\n');
const pairs = (entries: Readonly<Record<string, string>> = {}) => lines(Object.entries(entries).map((entry) => entry.join(' ')));
const raise = (letter: string, upper = false) => (upper ? letter.toUpperCase() : letter);
const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1).replace(/^p-/, '');

function sortKeys(keys: CatalogDefinition['keys']) {
  const entries = Object.entries(keys);
  const global = entries.filter(([name]) => name.startsWith('aws:'));
  const crossService = entries.filter(([, { crossService: cross }]) => cross === true);
  const others = entries.filter(([name, { crossService: cross }]) => !name.startsWith('aws:') && cross !== true);
  return { sorted: [...global, ...crossService, ...others], globals: global.length, crossService: crossService.length };
}

function createTable(...first: readonly string[]) {
  const numbers = new Map(first.map((text, index) => [text, index]));
  return {
    add(text: string): number {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    },
    list: () => [...numbers.keys()],
  };
}

function encodeService(
  prefix: string,
  { name, types = {}, actions }: ServiceDefinition,
  setOf: (keys?: readonly string[]) => number,
  numberOf: (key: string) => number,
  addDependent: (name: string) => number,
): ServiceData {
  const typeEntries = Object.entries(types).map(([type, template]) => {
    const [arn = '', ...keys] = typeof template === 'string' ? [template] : template;
    return { type, arn, keys };
  });
  const sorted = Object.entries(actions).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const lists = createTable('');
  const reference = (entry: string, keysOn: ActionDefinition['keysOn'] = {}): string => {
    const type = entry.replace('!', '');
    const place = typeEntries.findIndex((candidate) => candidate.type === type);
    if (place < 0) throw new Error(`${prefix} has no resource type ${type}`);
    const own = keysOn[type];
    return `${place}${entry.endsWith('!') ? '!' : ''}${own === undefined ? '' : `.${setOf(own)}`}`;
  };
  const used = new Set([
    ...sorted.flatMap(([, { keys = [], keysOn = {} }]) => [...keys, ...Object.values(keysOn).flat()]),
    ...typeEntries.flatMap(({ keys }) => keys),
  ]);
  return {
    prefix,
    name,
    actions: sorted.map(([action]) => action).join('|'),
    levels: sorted.map(([, { level, permissionOnly = false }]) => accessLevels.indexOf(level) + (permissionOnly ? 5 : 0)).join(''),
    actionKeys: sorted.map(([, { keys }]) => setOf(keys)).join(','),
    actionResources: sorted.map(([, { on = [], keysOn }]) => lists.add(on.map((entry) => reference(entry, keysOn)).join(','))).join(','),
    resourceLists: lists.list().join(';'),
    types: typeEntries.map(({ type }) => type).join('|'),
    arns: lines(typeEntries.map(({ arn }) => arn)),
    typeKeys: typeEntries.map(({ keys }) => setOf(keys)).join(','),
    keys: [...used].map(numberOf).join(','),
    dependents: sorted
      .flatMap(([, { needs = [] }], index) => (needs.length === 0 ? [] : [`${index}:${needs.map(addDependent).join('.')}`]))
      .join(','),
  };
}
