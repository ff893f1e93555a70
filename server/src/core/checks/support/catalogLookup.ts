import type { Catalog, ConditionKey } from '../../catalog/catalog';
import { nearestNames } from '../../text/editDistance';

import { readActionName } from './actionName';
import type { ActionName } from './actionName';
import { misfitOf, withStars } from './arnTemplates';
import type { ArnMisfit } from './arnTemplates';
import { hashOf } from './redundancy';
import type { ListedPattern } from './redundancy';
import { remembered } from './remembered';
import { readResourceArn } from './resourceArn';
import type { ResourceArn } from './resourceArn';

/** What checks ask about the text of a resource, whatever statement it stands in. */
export interface ResourceName extends ListedPattern {
  /** Undefined when it does not begin with `arn:`. */
  readonly arn: CheckedArn | undefined;
  /** Whether it holds `${`. */
  readonly hasVariables: boolean;
}

/** An ARN, compared with the forms that the catalog knows. */
export interface CheckedArn extends ResourceArn {
  readonly misfit: ArnMisfit;
}

/** A condition key as named in a policy. */
export interface KeyName {
  /** As keys are compared. */
  readonly lower: string;
  readonly known: ConditionKey | undefined;
}

/** What checks ask the catalog again and again, remembered. */
export interface CatalogLookup {
  actionName(text: string): ActionName;
  resourceName(text: string): ResourceName;
  keyName(text: string): KeyName;
  /** Up to three full names like a mistyped one, from the same service. */
  nearestActions(action: string): readonly string[];
  nearestServices(prefix: string): readonly string[];
  nearestConditionKeys(name: string): readonly string[];
  /** Whether ARNs of that service are known; some services name their ARNs otherwise than their actions. */
  isArnService(service: string): boolean;
  isRegion(name: string): boolean;
  nearestRegions(name: string): readonly string[];
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
  const arnForms = remembered((service) =>
    catalog.resourceTypesOfArnService(service).flatMap(({ arn }) => {
      const form = readResourceArn(arn);
      return form === undefined ? [] : [{ ...form, resource: form.resource && withStars(form.resource) }];
    }),
  );
  const regions = new Set(catalog.regions().map(({ name }) => name));
  return {
    actionName: remembered((text) => readActionName(text, catalog)),
    resourceName: remembered((text) => {
      const arn = readResourceArn(text);
      return {
        text,
        hash: hashOf(text),
        wildcard: text.search(/[*?]/),
        hasVariables: text.includes('${'),
        arn: arn && { ...arn, misfit: misfitOf(arn, arn.service === undefined ? [] : arnForms(arn.service)) },
      };
    }),
    keyName: remembered((text) => ({ lower: text.toLowerCase(), known: catalog.conditionKey(text) })),
    nearestActions: remembered((action) => {
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
    }),
    nearestServices: remembered((prefix) => nearestNames(prefix, catalog.services())),
    nearestConditionKeys: remembered((name) => nearestNames(name, keysLike(catalog, name))),
    isArnService: remembered(
      (service) =>
        catalog.service(service) !== undefined ||
        catalog.isRetiredService(service) ||
        catalog.resourceTypesOfArnService(service).length > 0,
    ),
    isRegion: (name) => regions.has(name),
    nearestRegions: (name) => nearestNames(name, regions),
  };
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
