import type { Catalog } from '../catalog/catalog';
import { nearestNamesIn } from '../catalog/nearestNamesIn';
import { accountIndexOf } from '../organization/accountIndex';
import { findPrincipal } from '../organization/findPrincipal';
import type { Organization } from '../organization/organization';
import { namesMeant } from '../organization/organizationReader';
import { isAccountId, parseArn } from '../policy/arn';
import { message } from '../text/message';
import { hasPlaceholder } from '../text/placeholder';

import { nameError } from './nameProblem';
import type { NameProblem } from './nameProblem';

/** What is wrong with the principal of a test; without an organization it is an ARN, a service or `anonymous`. */
export function problemOfPrincipal(text: string, organization: Organization | undefined): NameProblem | undefined {
  if (hasPlaceholder(text)) return undefined;
  if (organization === undefined) {
    if (text.startsWith('arn:') || text === 'anonymous' || /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(text)) return undefined;
    return nameError('unknown-principal', message('without an organization a principal is an ARN, a service or `anonymous`'));
  }
  const lookup = findPrincipal(organization, text);
  if (lookup.kind === 'found') return undefined;
  const namesakes = ofNamesakes(text, organization);
  return nameError('unknown-principal', lookup.message, namesakes.length > 0 ? namesakes : lookup.nearest);
}

/** Where several accounts share the name: the principals that are meant, by the ids of their accounts. */
function ofNamesakes(text: string, organization: Organization): readonly string[] {
  const [, name, rest = ''] = /^(.*?)(\/(?:user|role)\/.*|\/root)$/.exec(text) ?? [];
  const namesakes = organization.accounts.filter((account) => account.name === name);
  if (namesakes.length < 2) return [];
  return namesakes.map(({ id }) => `${id}${rest}`).filter((candidate) => findPrincipal(organization, candidate).kind === 'found');
}

/**
 * What is wrong with the action of a test. AWS may have added one after the day of the catalog, so that day is named.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
 */
export function problemOfAction(text: string, catalog: Catalog): NameProblem | undefined {
  if (hasPlaceholder(text)) return undefined;
  const colon = text.indexOf(':');
  const warn = (code: string, said: NameProblem['message'], nearest: readonly string[] = []): NameProblem => ({
    code,
    severity: 'warning',
    message: said,
    nearest,
  });
  if (/[*?]/.test(text)) return nameError('invalid-action', message('a request has one action; `{0}` is a pattern', text));
  if (colon < 1) return nameError('invalid-action', message('action `{0}` has no service prefix, such as `s3:`', text));
  const prefix = text.slice(0, colon);
  if (catalog.service(prefix) === undefined) {
    if (catalog.isRetiredService(prefix)) return undefined;
    const services = nearestNamesIn(catalog).services(prefix);
    const said =
      services.length === 0
        ? message('no service has the prefix `{0}` (service data of {1})', prefix, catalog.date)
        : message('no service has the prefix `{0}`; nearest: {1} (service data of {2})', prefix, inBackticks(services), catalog.date);
    return warn(
      'invalid-service-in-action',
      said,
      services.map((service) => service + text.slice(colon)),
    );
  }
  if (catalog.action(text) !== undefined || catalog.wasRemoved(text)) return undefined;
  // Somebody who is still typing has not yet written a wrong name, but a test has to name one.
  const names = nearestNamesIn(catalog).actions(text);
  const said =
    names.length === 0
      ? message('unknown action `{0}` (service data of {1})', text, catalog.date)
      : message('unknown action `{0}`; nearest: {1} (service data of {2})', text, inBackticks(names), catalog.date);
  return warn('invalid-action', said, names);
}

/** What is wrong with the resource of a test. */
export function problemOfResource(text: string): NameProblem | undefined {
  if (text === '*' || hasPlaceholder(text) || parseArn(text) !== undefined) return undefined;
  return nameError('invalid-resource', message('a resource is an ARN, or `*` for an action without resource types'));
}

/** What is wrong with the account that a test says owns the resource; an id of another organization's is fine. */
export function problemOfAccount(text: string, organization: Organization | undefined): NameProblem | undefined {
  if (isAccountId(text) || hasPlaceholder(text)) return undefined;
  if (organization === undefined) return nameError('unknown-account', message('without an organization an account is its 12-digit id'));
  const lookup = accountIndexOf(organization).find(text);
  if (lookup.kind === 'found') return undefined;
  const namesakes = organization.accounts.filter(({ name }) => name === text).map(({ id }) => id);
  return nameError(lookup.code, lookup.message, namesakes.length > 0 ? namesakes : namesMeant(lookup.message));
}

/** Names as a list for people: each in backticks. */
export function inBackticks(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
