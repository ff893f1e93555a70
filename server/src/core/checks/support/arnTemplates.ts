import type { Catalog } from '../../catalog/catalog';

import { lookupIn } from './catalogLookup';
import type { ResourceArn } from './resourceArn';

/** Longer than this is no ARN that anybody wrote; comparing patterns costs their lengths multiplied. */
const maximumLength = 1024;

/**
 * Whether all the ARN forms of the catalog that a resource of a policy may be meant for are of a kind: those of its service whose
 * resource part can match. False when nothing fits, which is not ours to judge.
 */
export function everyFittingForm(arn: ResourceArn, catalog: Catalog, isOfKind: (form: ResourceArn) => boolean): boolean {
  const { service, resource } = arn;
  if (service === undefined || resource === undefined || resource.length > maximumLength) return false;
  const pattern = open(resource);
  const fits = (form: ResourceArn): boolean => form.resource !== undefined && overlap(pattern, open(form.resource));
  const forms = lookupIn(catalog).arnForms(service);
  return !forms.some((form) => !isOfKind(form) && fits(form)) && forms.some((form) => isOfKind(form) && fits(form));
}

/** What is filled in later may be anything. */
function open(resource: string): string {
  return resource.replace(/\$\{[^{}]*\}|<[^<>]*>|\{\{[^{}]*\}\}/g, '*');
}

/** Whether some text matches both patterns. */
export function overlap(a: string, b: string): boolean {
  if (differAtOnce(a, b)) return false;
  let row = reachable([true, ...Array.from({ length: b.length }, () => false)], b);
  for (const character of a) {
    const next = row.map((reached) => reached && character === '*');
    for (let index = 0; index < b.length; index++) {
      const other = b[index] ?? '';
      if (other === '*' && (row[index] === true || row[index + 1] === true)) next[index + 1] = true;
      if (row[index] === true && (character === '*' || character === '?' || other === '?' || character === other)) next[index + 1] = true;
      if (character === '*' && next[index] === true) next[index + 1] = true;
    }
    row = reachable(next, b);
  }
  return row[b.length] === true;
}

/** Most pairs differ before their first wildcard. */
function differAtOnce(a: string, b: string): boolean {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const [own, other] = [a[index], b[index]];
    if (own === '*' || own === '?' || other === '*' || other === '?') return false;
    if (own !== other) return true;
  }
  return false;
}

/** A star of the second pattern may stand for nothing. */
function reachable(row: boolean[], b: string): boolean[] {
  for (let index = 0; index < b.length; index++) if (row[index] === true && b[index] === '*') row[index + 1] = true;
  return row;
}
