import type { AccessLevel, Action, ResourceType, Service } from './catalog';
import type { ServiceData } from './catalogData';
import { accessLevels, splitText } from './catalogData';
import type { ConditionKeyIndex } from './conditionKeyIndex';

/** One service, taken apart as far as it was asked about. */
export interface ServiceIndex {
  readonly service: Service;
  /** Full action names, sorted without regard to case. */
  names(): readonly string[];
  /** The same in lower case, without the prefix. */
  lowerNames(): readonly string[];
  /** The number of an action by its lower-case name without prefix, or -1. */
  find(lowerName: string): number;
  action(index: number): Action | undefined;
  level(index: number): AccessLevel;
  resourceTypes(): readonly ResourceType[];
  keys(): readonly number[];
}

/** A service of the data; nothing is split before it is needed. */
export function createServiceIndex(data: ServiceData, keys: ConditionKeyIndex, dependentNames: () => readonly string[]): ServiceIndex {
  const service: Service = { prefix: data.prefix, name: data.name };
  const names = once(() => splitText(data.actions, '|').map((name) => `${data.prefix}:${name}`));
  const lowerNames = once(() => splitText(data.actions.toLowerCase(), '|'));
  const keySets = once(() => splitText(data.actionKeys, ','));
  const resourceNumbers = once(() => splitText(data.actionResources, ','));
  const resourceLists = once(() => data.resourceLists.split(';'));
  const typeNames = once(() => splitText(data.types, '|'));
  const dependents = once(() => readDependents(data.dependents, dependentNames()));
  const actions = new Map<number, Action>();

  const types = once(() => {
    const arns = splitText(data.arns, '\n');
    const sets = splitText(data.typeKeys, ',');
    return typeNames().map((name, index): ResourceType => ({
      name,
      service: data.prefix,
      arn: arns[index] ?? '',
      conditionKeys: keys.set(Number(sets[index])),
    }));
  });

  const build = (index: number): Action | undefined => {
    const name = names()[index];
    if (name === undefined) return undefined;
    const list = resourceLists()[Number(resourceNumbers()[index])] ?? '';
    return {
      name,
      service: data.prefix,
      accessLevel: levelOf(data.levels, index),
      resourceTypes: splitText(list, ',').map((entry) => readResource(entry, typeNames(), keys)),
      conditionKeys: keys.set(Number(keySets()[index])),
      dependentActions: dependents().get(index) ?? [],
      permissionOnly: data.levels.charCodeAt(index) >= 53,
    };
  };

  return {
    service,
    names,
    lowerNames,
    find: (lowerName) => search(lowerNames(), lowerName),
    action(index) {
      const known = actions.get(index);
      if (known !== undefined) return known;
      const action = build(index);
      if (action !== undefined) actions.set(index, action);
      return action;
    },
    level: (index) => levelOf(data.levels, index),
    resourceTypes: types,
    keys: once(() => splitText(data.keys, ',').map(Number)),
  };
}

function levelOf(levels: string, index: number): AccessLevel {
  return accessLevels[(levels.charCodeAt(index) - 48) % 5] ?? 'write';
}

/** `3!.12`: type 3, required, with key set 12. */
function readResource(entry: string, typeNames: readonly string[], keys: ConditionKeyIndex): Action['resourceTypes'][number] {
  const [reference = '', set] = entry.split('.');
  const required = reference.endsWith('!');
  return {
    name: typeNames[Number(required ? reference.slice(0, -1) : reference)] ?? '',
    required,
    conditionKeys: set === undefined ? [] : keys.set(Number(set)),
  };
}

function readDependents(text: string, names: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  for (const entry of splitText(text, ',')) {
    const [action = '', list = ''] = entry.split(':');
    found.set(
      Number(action),
      list.split('.').map((number) => names[Number(number)] ?? ''),
    );
  }
  return found;
}

/** The place of a name among sorted names, or -1. */
function search(sorted: readonly string[], name: string): number {
  const place = lowerBound(sorted, name);
  return sorted[place] === name ? place : -1;
}

/** The first place of sorted names that is not before `name`. */
export function lowerBound(sorted: readonly string[], name: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A function that computes its answer once. */
export function once<T>(compute: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: compute() }).value;
}
