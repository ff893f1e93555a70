import { isAccountId } from '../policy/arn';
import type { PrincipalElement } from '../policy/policy';
import type { AccountCaller, Caller } from './caller';

/** `Principal` or `NotPrincipal`, ready to match. */
export interface CompiledPrincipal {
  readonly source: PrincipalElement;
  readonly negated: boolean;
  /** `"*"` or `{"AWS": "*"}`. AWS equates the two for anonymous callers only; we do for services as well (decision A4). */
  readonly everyone: boolean;
  /** Account ids; an account's `:root` ARN is among the ARNs. */
  readonly accounts: readonly string[];
  readonly arns: readonly string[];
  readonly services: readonly string[];
  readonly federated: readonly string[];
  /** Canonical user ids name an account that nobody can tell offline. */
  readonly canonicalUsers: boolean;
}

/**
 * How closely a principal element names the caller. The level matters: a grant to the role is cut by the session's limits, one to
 * the session is not, and one to the account only delegates. `perhaps…`: it hangs on whose canonical user id it is.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
 */
export type PrincipalLevel = 'none' | 'perhapsAccount' | 'perhapsDirect' | 'account' | 'role' | 'direct';

export function compilePrincipal(source: PrincipalElement): CompiledPrincipal {
  const accounts: string[] = [];
  const arns: string[] = [];
  const services: string[] = [];
  const federated: string[] = [];
  let everyone = false;
  let canonicalUsers = false;
  for (const { type, text } of source.values) {
    if (type === '*' || (type === 'AWS' && text === '*')) everyone = true;
    else if (type === 'AWS') (isAccountId(text) ? accounts : arns).push(text);
    else if (type === 'Service') services.push(text);
    else if (type === 'Federated') federated.push(text);
    else if (type === 'CanonicalUser') canonicalUsers = true;
  }
  return { source, negated: source.negated, everyone, accounts, arns, services, federated, canonicalUsers };
}

/** How closely the element's list names the caller, `NotPrincipal` aside. */
export function listedLevel(principal: CompiledPrincipal, caller: Caller): PrincipalLevel {
  if (principal.everyone) return 'direct';
  switch (caller.kind) {
    case 'service':
      return principal.services.includes(caller.name) ? 'direct' : 'none';
    case 'external':
      return principal.federated.includes(caller.provider) ? 'direct' : 'none';
    case 'anonymous':
    case 'unreadable':
      return 'none';
    case 'root':
      return namesAccount(principal, caller) ? 'direct' : accountLevel(principal, caller);
    case 'user':
      return principal.arns.includes(caller.arn) ? 'direct' : accountLevel(principal, caller);
    case 'federatedUser':
      if (principal.arns.includes(caller.arn)) return 'direct';
      return principal.arns.includes(caller.userArn) ? 'role' : accountLevel(principal, caller);
    case 'role':
      if (caller.sessionArn !== undefined && principal.arns.includes(caller.sessionArn)) return 'direct';
      return namesRole(principal, caller) ? 'role' : accountLevel(principal, caller);
  }
}

function namesAccount({ accounts, arns }: CompiledPrincipal, { account, accountArn }: AccountCaller): boolean {
  return accounts.includes(account) || arns.includes(accountArn);
}

function accountLevel(principal: CompiledPrincipal, caller: AccountCaller): PrincipalLevel {
  if (namesAccount(principal, caller)) return 'account';
  return principal.canonicalUsers ? 'perhapsAccount' : 'none';
}

function namesRole(principal: CompiledPrincipal, caller: Caller & { readonly kind: 'role' }): boolean {
  if (caller.roleArnIsKnown) return principal.arns.includes(caller.roleArn);
  // Roles of IAM Identity Center lie under a path that holds its Region; their names are unique without it.
  const prefix = `arn:${caller.partition}:iam::${caller.account}:role/aws-reserved/sso.amazonaws.com/`;
  return principal.arns.some((arn) => arn.startsWith(prefix) && arn.endsWith(`/${caller.roleName}`));
}

/**
 * How closely a statement's principal element names the caller, `NotPrincipal` included.
 * `Deny` with `NotPrincipal` spares a caller only when the account and the entity are listed (decision A5), and spares no user or role
 * with a permissions boundary (a federated user session has none attached itself). `Allow` with `NotPrincipal` is unsupported and grants to all who are not listed (decision A24).
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>,
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
 */
export function principalLevel(
  principal: CompiledPrincipal,
  caller: Caller,
  effect: 'Allow' | 'Deny',
  boundaryAttached: boolean,
): PrincipalLevel {
  if (!principal.negated) return listedLevel(principal, caller);
  if (effect === 'Allow') {
    const listed = listedLevel(principal, caller);
    return listed === 'none' ? 'direct' : listed === 'perhapsAccount' ? 'perhapsDirect' : 'none';
  }
  if (boundaryAttached && (caller.kind === 'user' || caller.kind === 'role')) return 'direct';
  if (!isEntitySpared(principal, caller)) return 'direct';
  if (!('account' in caller) || principal.everyone || namesAccount(principal, caller)) return 'none';
  // The account must be listed as well, and a canonical user id may be its name.
  return principal.canonicalUsers ? 'perhapsAccount' : 'direct';
}

/** Whether the caller itself is listed; for one that belongs to an account, that account must be listed too. */
function isEntitySpared(principal: CompiledPrincipal, caller: Caller): boolean {
  if (principal.everyone) return true;
  switch (caller.kind) {
    case 'service':
    case 'external':
    case 'anonymous':
    case 'unreadable':
      return listedLevel(principal, caller) === 'direct';
    case 'root':
      return true;
    case 'user':
      return principal.arns.includes(caller.arn);
    case 'federatedUser':
      return principal.arns.includes(caller.arn) || principal.arns.includes(caller.userArn);
    case 'role':
      return (caller.sessionArn !== undefined && principal.arns.includes(caller.sessionArn)) || namesRole(principal, caller);
  }
}
