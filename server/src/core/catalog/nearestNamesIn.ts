import { nearestNames } from '../text/editDistance';
import { oncePer } from '../text/oncePer';

import type { Catalog } from './catalog';

/** Names of the catalog that may have been meant by one that it has not. */
export interface NearestCatalogNames {
  /** Up to three full names like a mistyped one, from the same service; none where the service is unknown too. */
  actions(action: string): readonly string[];
  services(prefix: string): readonly string[];
  conditionKeys(name: string): readonly string[];
}

/** The nearest names of a catalog; what finding them needs is kept with it. */
export const nearestNamesIn: (catalog: Catalog) => NearestCatalogNames = oncePer(createNearest);

function createNearest(catalog: Catalog): NearestCatalogNames {
  const lettersOf = new Map<string, readonly NameWithLetters[]>();
  const namesAndLetters = (service: string): readonly NameWithLetters[] => {
    const names = lettersOf.get(service) ?? catalog.actionNames(service).map((full) => withLetters(full.slice(service.length + 1)));
    // Of texts that are no services nothing is kept: there is no end to them.
    if (names.length > 0) lettersOf.set(service, names);
    return names;
  };
  return {
    actions(action) {
      const [prefix = '', name = ''] = action.split(':', 2);
      const service = catalog.service(prefix)?.prefix ?? prefix;
      const wanted = lettersIn(name);
      const alike = namesAndLetters(service).filter(({ letters }) => differences(wanted, letters) <= 2 * maximumDistance);
      const names = nearestNames(
        name,
        alike.map((candidate) => candidate.name),
      );
      const longer = namesAndLetters(service).flatMap((candidate) => (isBeginning(name, candidate.name) ? [candidate.name] : []));
      // What goes on where the text ends was meant, rather than another verb.
      const meant = longer.length > 0 && longer.length <= 3 ? [...new Set([...longer, ...names])].slice(0, 3) : names;
      return meant.map((found) => `${service}:${found}`);
    },
    services: (prefix) => nearestNames(prefix, catalog.services()),
    conditionKeys: (name) => nearestNames(name, keysLike(catalog, name)),
  };
}

interface NameWithLetters {
  readonly name: string;
  readonly letters: number;
}

function withLetters(name: string): NameWithLetters {
  return { name, letters: lettersIn(name) };
}

/** Whether a text is the name of an action as far as it goes, more than a verb: `ListOrganizationalUnits`, which lacks `ForParent`. */
function isBeginning(text: string, name: string): boolean {
  return text.length >= shortestBeginning && text.length < name.length && name.toLowerCase().startsWith(text.toLowerCase());
}

const shortestBeginning = 8;

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
