import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { accountIndexOf } from './accountIndex';
import { accountOf } from './effectivePolicies';
import type { Account, Organization, Role, User } from './organization';
import { permissionSetOf } from './readIdentityCenter';

/** Somebody who may call: of the model, or an ARN of somebody whom the model does not know. */
export type OrganizationPrincipal =
  | { readonly kind: 'user'; readonly arn: string; readonly account: Account; readonly user: User }
  /** `arn` is the role's, or that of a session of it. */
  | { readonly kind: 'role'; readonly arn: string; readonly account: Account; readonly role: Role }
  | { readonly kind: 'root'; readonly arn: string; readonly account: Account }
  /** Of another organization, not described, or of no account (`anonymous`, an AWS service): its policies are unknown, if it has any. */
  | { readonly kind: 'stranger'; readonly arn: string; readonly account: Account | undefined };

export type PrincipalLookup =
  | { readonly kind: 'found'; readonly principal: OrganizationPrincipal }
  | { readonly kind: 'notFound'; readonly message: Message; readonly nearest: readonly string[] };

/**
 * Finds who is meant: an ARN, `ACCOUNT/user/PATH/NAME`, `ACCOUNT/role/PATH/NAME`, `ACCOUNT/root` or `permission-set/NAME@ACCOUNT`,
 * the account by name or id; and `anonymous` or the name of an AWS service. A name that nobody has comes back with the nearest ones.
 */
export function findPrincipal(organization: Organization, text: string): PrincipalLookup {
  if (text.startsWith('arn:')) return findByArn(organization, text);
  if (text === 'anonymous' || /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(text)) {
    return { kind: 'found', principal: { kind: 'stranger', arn: text, account: undefined } };
  }
  const permissionSet = /^permission-set\/(.+)@(.+)$/.exec(text);
  if (permissionSet !== null) return findPermissionSet(organization, permissionSet[1] ?? '', permissionSet[2] ?? '');
  const parts = /^(.*?)\/(user|role)\/(.*)$/.exec(text);
  const accountName = parts?.[1] ?? (text.endsWith('/root') ? text.slice(0, -'/root'.length) : undefined);
  if (accountName === undefined) {
    const nearest = nearestPrincipals(organization, text);
    const form = message('`{0}` is no principal; write an ARN, `ACCOUNT/user/NAME`, `ACCOUNT/role/NAME` or `ACCOUNT/root`', text);
    return { kind: 'notFound', message: form, nearest };
  }
  const lookup = accountIndexOf(organization).find(accountName);
  if (lookup.kind === 'notFound') return { kind: 'notFound', message: lookup.message, nearest: nearestPrincipals(organization, text) };
  const { account } = lookup;
  if (parts === null) return { kind: 'found', principal: { kind: 'root', arn: `arn:aws:iam::${account.id}:root`, account } };
  return findNamed(account, parts[2] === 'user' ? 'user' : 'role', parts[3] ?? '');
}

/** How people write a principal of the model, `pipeline/user/s3-monitoring-bot`; by id where the name is not the account's alone. */
export function principalName(organization: Organization, account: Account, principal: User | Role): string {
  return `${accountIndexOf(organization).isAlone(account.name) ? account.name : account.id}/${principal.kind}${principal.path}${principal.name}`;
}

function findNamed(account: Account, kind: 'user' | 'role', pathAndName: string): PrincipalLookup {
  const name = pathAndName.split('/').at(-1) ?? '';
  const path = pathAndName.slice(0, pathAndName.length - name.length);
  const fits = (candidate: User | Role): boolean => candidate.name === name && (path === '' || candidate.path === `/${path}`);
  if (kind === 'user') {
    const user = account.principals.users.find(fits);
    if (user !== undefined) return { kind: 'found', principal: { kind: 'user', arn: user.arn, account, user } };
  } else {
    const role = account.principals.roles.find(fits);
    if (role !== undefined) return { kind: 'found', principal: { kind: 'role', arn: role.arn, account, role } };
  }
  const known = kind === 'user' ? account.principals.users : account.principals.roles;
  const names = known.map((candidate) => `${candidate.path.slice(1)}${candidate.name}`);
  const nearest = nearestNames(pathAndName, names).map((near) => `${account.name}/${kind}/${near}`);
  const unknown =
    kind === 'user'
      ? message('account `{0}` has no user `{1}`', account.name, pathAndName)
      : message('account `{0}` has no role `{1}`', account.name, pathAndName);
  return { kind: 'notFound', message: unknown, nearest };
}

/** An ARN always names somebody; whom the model does not describe is a stranger. */
function findByArn(organization: Organization, arn: string): PrincipalLookup {
  const [, , service, , accountId = '', ...rest] = arn.split(':');
  const resource = rest.join(':');
  const account = accountOf(organization, accountId);
  const stranger: PrincipalLookup = { kind: 'found', principal: { kind: 'stranger', arn, account } };
  if (account === undefined) return stranger;
  if (service === 'iam' && resource === 'root') return { kind: 'found', principal: { kind: 'root', arn, account } };
  const user = service === 'iam' ? account.principals.users.find((candidate) => candidate.arn === arn) : undefined;
  if (user !== undefined) return { kind: 'found', principal: { kind: 'user', arn, account, user } };
  const session = service === 'sts' ? /^assumed-role\/([^/]+)\//.exec(resource) : null;
  const role = account.principals.roles.find((candidate) => (session === null ? candidate.arn === arn : candidate.name === session[1]));
  if (role !== undefined) return { kind: 'found', principal: { kind: 'role', arn, account, role } };
  return stranger;
}

/** IAM Identity Center makes a role of each permission set in each account where it is assigned. */
function findPermissionSet(organization: Organization, name: string, accountName: string): PrincipalLookup {
  const lookup = accountIndexOf(organization).find(accountName);
  if (lookup.kind === 'notFound') return { kind: 'notFound', message: lookup.message, nearest: [] };
  const { account } = lookup;
  const sets = account.principals.roles.flatMap((role) => {
    const set = permissionSetOf(role.name);
    return set === undefined ? [] : [{ set, role }];
  });
  const found = sets.find(({ set }) => set === name);
  if (found !== undefined) return { kind: 'found', principal: { kind: 'role', arn: found.role.arn, account, role: found.role } };
  const nearest = nearestNames(
    name,
    sets.map(({ set }) => set),
  ).map((near) => `permission-set/${near}@${accountName}`);
  const unknown = message('account `{0}` has no role of a permission set `{1}`', account.name, name);
  return { kind: 'notFound', message: unknown, nearest };
}

function nearestPrincipals(organization: Organization, text: string): readonly string[] {
  const names = organization.accounts.flatMap((account) => [
    `${account.name}/root`,
    ...[...account.principals.users, ...account.principals.roles].map((principal) => principalName(organization, account, principal)),
  ]);
  const near = nearestNames(text, names);
  if (near.length > 0) return near;
  const lastPart = `/${text.split('/').at(-1) ?? text}`;
  return lastPart === '/' ? [] : names.filter((name) => name.endsWith(lastPart)).slice(0, 3);
}
