import type { Catalog, ConditionKey } from '../../catalog/catalog';
import { nearestNames } from '../../text/editDistance';

import { readResourceArn } from './resourceArn';
import type { ResourceArn } from './resourceArn';

/** What checks ask the catalog again and again, remembered. */
export interface CatalogLookup {
  /** Whether some action of the catalog matches a pattern of the form `prefix:name`; an action that AWS removed counts, as it does for AWS. */
  matchesAction(pattern: string): boolean;
  /** Up to three full names like a mistyped one, from the same service. */
  nearestActions(action: string): readonly string[];
  nearestServices(prefix: string): readonly string[];
  conditionKey(name: string): ConditionKey | undefined;
  nearestConditionKeys(name: string): readonly string[];
  /** Whether the text before a colon is a service, or was one: policies name retired services for years. */
  isService(prefix: string): boolean;
  /** Whether ARNs of that service are known; some services name their ARNs otherwise than their actions. */
  isArnService(service: string): boolean;
  /** The forms of the ARNs of that service. */
  arnForms(service: string): readonly ResourceArn[];
}

/** Answers that could be found again at any time; a catalog that is gone takes its answers with it. */
const lookups = new WeakMap<Catalog, CatalogLookup>();

/** The lookup of a catalog. */
export function lookupIn(catalog: Catalog): CatalogLookup {
  const known = lookups.get(catalog);
  if (known !== undefined) return known;
  const lookup = createLookup(catalog);
  lookups.set(catalog, lookup);
  return lookup;
}

function createLookup(catalog: Catalog): CatalogLookup {
  const namesAndLetters = remembered((service: string) =>
    catalog.actionNames(service).map((full) => {
      const name = full.slice(service.length + 1);
      return { name, letters: lettersIn(name) };
    }),
  );
  return {
    matchesAction: remembered((pattern) =>
      /[*?]/.test(pattern) ? catalog.countActions(pattern).total > 0 : catalog.action(pattern) !== undefined || catalog.wasRemoved(pattern),
    ),
    nearestActions: remembered((action) => {
      const [prefix = '', name = ''] = action.split(':', 2);
      const service = catalog.service(prefix)?.prefix ?? prefix;
      const wanted = lettersIn(name);
      const alike = namesAndLetters(service).filter(({ letters }) => differences(wanted, letters) <= 2 * maximumDistance);
      const names = nearestNames(
        name,
        alike.map((candidate) => candidate.name),
      );
      return names.map((found) => `${service}:${found}`);
    }),
    nearestServices: remembered((prefix) => nearestNames(prefix, catalog.services())),
    conditionKey: remembered((name) => catalog.conditionKey(name)),
    nearestConditionKeys: remembered((name) => nearestNames(name, keysLike(catalog, name))),
    isService: (prefix) => catalog.isRetiredService(prefix) || catalog.service(prefix) !== undefined,
    isArnService: remembered(
      (service) =>
        catalog.service(service) !== undefined ||
        catalog.isRetiredService(service) ||
        catalog.resourceTypesOfArnService(service).length > 0,
    ),
    arnForms: remembered((service) => catalog.resourceTypesOfArnService(service).flatMap(({ arn }) => readResourceArn(arn) ?? [])),
  };
}

function keysLike(catalog: Catalog, name: string): readonly string[] {
  const prefix = name.split(':', 1)[0]?.toLowerCase() ?? '';
  const keys = prefix === 'aws' ? catalog.globalConditionKeys() : catalog.serviceConditionKeys(prefix);
  return keys.map((key) => key.name).filter((key) => key.toLowerCase().startsWith(`${prefix}:`) && !key.includes('${'));
}

/** More edits than this are another name, not a slip; it also keeps most names of a service from being compared at all. */
const maximumDistance = 3;

/** The letters of a name, one bit each: an edit changes at most two bits. */
function lettersIn(name: string): number {
  let letters = 0;
  for (let index = 0; index < name.length; index++) {
    const letter = (name.charCodeAt(index) | 0x20) - 0x61;
    if (letter >= 0 && letter < 26) letters |= 1 << letter;
  }
  return letters;
}

function differences(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  while (bits !== 0) {
    bits &= bits - 1;
    count += 1;
  }
  return count;
}

/** A function that answers a question asked before from memory; it forgets everything rather than grow without end. */
function remembered<Answer>(find: (question: string) => Answer): (question: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known.answer;
    const answer = find(question);
    if (answers.size >= 20_000) answers.clear();
    answers.set(question, { answer });
    return answer;
  };
}
