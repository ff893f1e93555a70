import type { Catalog } from '../catalog/catalog';
import type { RequestAction } from './actions';
import type { Caller } from './caller';
import { absentSlot, unknownSlot } from './context';
import type { ContextSlot } from './context';
import type { RequestFacts } from './requestFacts';
import type { RequestResource } from './resources';

/** What a request already says, from which the keys that nobody gave follow. */
export interface ContextSource {
  readonly caller: Caller;
  readonly action: RequestAction;
  readonly resource: RequestResource;
  readonly resourceAccount: string | undefined;
  readonly contextIsComplete: boolean;
  readonly facts: RequestFacts;
  /** The slots by key in lower case: those that were given, and what has been derived so far. */
  readonly slots: ReadonlyMap<string, ContextSlot>;
}

/** Whether somebody gave the key, if only as an empty list. */
export function isGiven(source: ContextSource, key: string): boolean {
  return source.slots.get(key)?.origin === 'given';
}

/** The values that somebody gave. */
export function givenValues(source: ContextSource, key: string): readonly string[] | undefined {
  const slot = source.slots.get(key);
  return slot?.origin === 'given' ? slot.values : undefined;
}

/** A key of which nothing is known but whether the context is complete. */
export function unlisted(source: ContextSource, key: string): ContextSlot {
  const slot = source.contextIsComplete ? absentSlot : unknownSlot;
  return isMultivaluedKey(source.facts.catalog, key) ? { ...slot, multivalued: true } : slot;
}

// Global keys with several values; those of services are in the catalog.
const multivaluedGlobalKeys: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
]);

/** Whether a key takes several values. */
export function isMultivaluedKey(catalog: Catalog, lookupKey: string): boolean {
  if (lookupKey.startsWith('aws:')) return multivaluedGlobalKeys.has(lookupKey);
  return catalog.conditionKey(lookupKey)?.multivalued === true;
}

export function fromPrincipal(value: string): ContextSlot {
  return { state: 'value', values: [value], multivalued: false, origin: 'principal' };
}

export function fromResource(value: string): ContextSlot {
  return { state: 'value', values: [value], multivalued: false, origin: 'resource' };
}

export function fromRequest(value: string): ContextSlot {
  return { state: 'value', values: [value], multivalued: false, origin: 'request' };
}

export function fromOrganization(values: readonly string[], multivalued: boolean): ContextSlot {
  return { state: 'value', values, multivalued, origin: 'organization' };
}
