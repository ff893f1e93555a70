import { isOpen } from './resourceArn';
import type { ResourceArn } from './resourceArn';

/** How an ARN differs from all the forms of the catalog that it may be meant for. */
export interface ArnMisfit {
  /** `missing`: all have a Region; `notAllowed`: none has. */
  readonly region: 'missing' | 'notAllowed' | undefined;
  /** None has an account. */
  readonly accountNotAllowed: boolean;
}

/** Longer than this is no ARN that anybody wrote; comparing patterns costs their lengths multiplied. */
const maximumLength = 1024;

/** Compares an ARN with the forms of its service, each given open: with stars for what a request fills in. */
export function misfitOf(arn: ResourceArn, forms: readonly ResourceArn[]): ArnMisfit {
  const { region, account } = arn;
  return {
    region:
      region === ''
        ? everyFittingForm(arn, forms, (form) => form.region !== '')
          ? 'missing'
          : undefined
        : region !== undefined && !isOpen(region) && everyFittingForm(arn, forms, (form) => form.region === '')
          ? 'notAllowed'
          : undefined,
    accountNotAllowed: !!account && !isOpen(account) && everyFittingForm(arn, forms, (form) => form.account === ''),
  };
}

/**
 * Whether all the forms that a resource of a policy may be meant for are of a kind: those whose resource part can match. False when
 * nothing fits, which is not ours to judge.
 */
function everyFittingForm({ resource }: ResourceArn, forms: readonly ResourceArn[], isOfKind: (form: ResourceArn) => boolean): boolean {
  if (resource === undefined || resource.length > maximumLength) return false;
  const pattern = withStars(resource);
  const fits = (form: ResourceArn): boolean => form.resource !== undefined && overlap(pattern, form.resource);
  return !forms.some((form) => !isOfKind(form) && fits(form)) && forms.some((form) => isOfKind(form) && fits(form));
}

/** What is filled in later may be anything. */
export function withStars(resource: string): string {
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
