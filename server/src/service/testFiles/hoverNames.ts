import { accountIndexOf } from '../../core/organization/accountIndex';
import { findPrincipal } from '../../core/organization/findPrincipal';
import type { OrganizationPrincipal } from '../../core/organization/findPrincipal';
import type { Account, Organization } from '../../core/organization/organization';
import { identityPolicies } from '../../core/simulation/gatherPolicies';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { code, paragraphs, plain } from '../markdown';
import type { ServiceContext } from '../serviceContext';

/** Who a principal is: kind, ARN, account, where it lies, how many policies it has. Undefined for somebody whom the organization does not know. */
export function explainTestPrincipal(text: string, organization: Organization, context: ServiceContext): string | undefined {
  const { translate } = context;
  const lookup = findPrincipal(organization, text);
  if (lookup.kind === 'notFound') return translate(lookup.message);
  const { principal } = lookup;
  if (principal.kind === 'stranger') return explainStranger(principal, context);
  const policies = principal.kind === 'root' ? undefined : countPolicies(principal);
  return paragraphs([
    `**${translate(kindOf(principal))}** ${code(principal.arn)}`,
    accountLine(principal.account, context),
    policies === undefined ? translate(message('The root user has no policies; SCPs and RCPs reach it.')) : translate(policies),
  ]);
}

function kindOf({ kind }: OrganizationPrincipal): Message {
  switch (kind) {
    case 'user':
      return message('user');
    case 'role':
      return message('role');
    case 'root':
      return message('root user');
    case 'stranger':
      return message('principal');
  }
}

function explainStranger(
  { arn, account }: Extract<OrganizationPrincipal, { readonly kind: 'stranger' }>,
  context: ServiceContext,
): string | undefined {
  const { translate } = context;
  if (arn === 'anonymous') return translate(message('A request that nobody signed: only resource policies have a say.'));
  if (!arn.startsWith('arn:')) return translate(message('A service of AWS that calls on its own behalf.'));
  const unknown = translate(message('The organization does not describe it, so its policies are unknown.'));
  return paragraphs([code(arn), account === undefined ? undefined : accountLine(account, context), unknown]);
}

function countPolicies(principal: OrganizationPrincipal): Message {
  const count = identityPolicies(principal, (_, name) => ({ name, policy: undefined })).length;
  const hasBoundary = (principal.kind === 'user' && principal.user.boundary) || (principal.kind === 'role' && principal.role.boundary);
  if (hasBoundary) return message('Identity-based policies: {0}, and a permissions boundary', count);
  return message('Identity-based policies: {0}', count);
}

/** `444444444444` · Account **pipeline** · `/Data`. */
function accountLine({ id, name, ou }: Account, { translate }: ServiceContext): string {
  return `${translate(message('Account'))} **${plain(name)}** ${code(id)} · ${code(ou)}`;
}

/** An account by name or id; what it is called, and where it lies. */
export function explainAccount(text: string, organization: Organization, context: ServiceContext): string | undefined {
  const lookup = accountIndexOf(organization).find(text);
  if (lookup.kind === 'found') return accountLine(lookup.account, context);
  return /^\d{12}$/.test(text) ? undefined : context.translate(lookup.message);
}

/** The organization by name, with how much is in it. */
export function explainOrganization({ name, id, accounts, policies }: Organization, { translate }: ServiceContext): string {
  return paragraphs([`**${plain(name)}** ${code(id)}`, translate(message('{0} accounts, {1} policies', accounts.length, policies.size))]);
}
