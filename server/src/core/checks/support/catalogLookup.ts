import type { Catalog, ConditionKey } from '../../catalog/catalog';
import { nearestNamesIn } from '../../catalog/nearestNamesIn';
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
  const nearest = nearestNamesIn(catalog);
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
    nearestActions: remembered((action) => nearest.actions(action)),
    nearestServices: remembered((prefix) => nearest.services(prefix)),
    nearestConditionKeys: remembered((name) => nearest.conditionKeys(name)),
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
