import type { ConditionKey, ConditionKeyType } from './catalog';
import type { CatalogData } from './catalogData';
import { splitText } from './catalogData';
import { once } from './serviceIndex';

/** The condition keys by number, name and set. */
export interface ConditionKeyIndex {
  key(index: number): ConditionKey | undefined;
  /** A key by its name, in any case; a templated key by any instance of it. */
  find(name: string): ConditionKey | undefined;
  /** The number of a key, or -1. */
  findIndex(name: string): number;
  /** Names of a key set. */
  set(index: number): readonly string[];
}

const types: Readonly<Record<string, ConditionKeyType>> = {
  s: 'String',
  a: 'ARN',
  b: 'Bool',
  n: 'Numeric',
  d: 'Date',
  i: 'IPAddress',
  y: 'Binary',
};

interface Template {
  /** Text before the first placeholder, between them, and after the last one, in lower case. */
  readonly parts: readonly string[];
  readonly index: number;
}

/** The keys of the data. */
export function createConditionKeyIndex(data: CatalogData): ConditionKeyIndex {
  const names = once(() => splitText(data.keys, '\n'));
  const setTexts = once(() => data.keySets.split('\n'));
  const byName = once(() => new Map(names().map((name, index) => [name.toLowerCase(), index])));
  const templates = once(() => readTemplates(names()));
  const keys: (ConditionKey | undefined)[] = [];
  const sets: (readonly string[] | undefined)[] = [];

  const key = (index: number): ConditionKey | undefined => {
    const name = names()[index];
    if (name === undefined) return undefined;
    return (keys[index] ??= describe(name, data.keyTypes[index] ?? 's', data.keyPresence[index] ?? '-'));
  };
  const findIndex = (name: string): number => {
    const lower = name.toLowerCase();
    return byName().get(lower) ?? templates().find((template) => isInstance(lower, template.parts))?.index ?? -1;
  };
  return {
    key,
    findIndex,
    find: (name) => key(findIndex(name)),
    set(index) {
      if (!(index > 0)) return [];
      return (sets[index] ??= splitText(setTexts()[index] ?? '', ',').map((number) => names()[Number(number)] ?? ''));
    },
  };
}

function describe(name: string, type: string, presence: string): ConditionKey {
  const lowerPresence = presence.toLowerCase();
  return {
    name,
    type: types[type.toLowerCase()] ?? 'String',
    multivalued: type !== type.toLowerCase(),
    ...(lowerPresence === 'a' && { present: 'always' as const }),
    ...(lowerPresence === 's' && { present: 'sometimes' as const }),
    ...(presence !== lowerPresence && { sensitive: true as const }),
  };
}

/** The templated names, those with more literal text first: `events:Metadata/${Key}/Matcher` before `events:Metadata/${Key}`. */
function readTemplates(names: readonly string[]): readonly Template[] {
  return names
    .flatMap((name, index): Template[] => {
      if (!name.includes('${')) return [];
      return [{ parts: name.toLowerCase().split(/\$\{[^}]*\}/), index }];
    })
    .sort((a, b) => b.parts.join('').length - a.parts.join('').length);
}

/** Whether a name is the literal parts in order with at least one character between any two of them. */
function isInstance(name: string, parts: readonly string[]): boolean {
  const [first = ''] = parts;
  const last = parts[parts.length - 1] ?? '';
  if (!name.startsWith(first)) return false;
  // A key of any identity provider (`${ProviderUrl}:sub`) begins with its address, unlike that of a service.
  if (first === '' && !name.slice(0, name.indexOf(':')).includes('.')) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length >= at + 1 + last.length && name.endsWith(last);
}
