import { isRecord } from '../catalog/catalogData';

import type { Item } from './awsCalls';

/** Gives one and the same value for all that are equal. */
export type Intern = (value: unknown) => unknown;

/** Values that are longer than this when written are worth a look; shorter ones cost as much as they save. */
const shortest = 64;

/** Keeps each value once, with all that is in it. */
export function createIntern(): Intern {
  const kept = new Map<string, unknown>();
  return (value) => {
    const text = JSON.stringify(value);
    if (text === undefined || text.length < shortest) return value;
    const known = kept.get(text);
    if (known === undefined) kept.set(text, value);
    return known ?? value;
  };
}

const documents: ReadonlySet<string> = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document']);

/** The same with its documents, and its lists of policies, shared among all that are equal. */
export function withShared(item: Item, intern: Intern): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, sharedMember(name, value, intern)]));
}

function sharedMember(name: string, value: unknown, intern: Intern): unknown {
  if (documents.has(name)) return intern(value);
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => (isRecord(each) ? withShared(each, intern) : each));
    return /(?:Policies|PolicyList|VersionList|Tags)$/.test(name) ? intern(items) : items;
  }
  return isRecord(value) ? withShared(value, intern) : value;
}
