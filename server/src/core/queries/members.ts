import type { OrganizationPrincipal } from '../organization/findPrincipal';
import type { Account, Organization } from '../organization/organization';

import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** A principal that the organization describes. */
export type MemberPrincipal = Exclude<OrganizationPrincipal, { readonly kind: 'stranger' }>;

/** Users and roles, account by account. */
export function* membersOf({ accounts }: Organization): Generator<MemberPrincipal, void> {
  for (const account of accounts) yield* membersOfAccount(account);
}

function* membersOfAccount(account: Account): Generator<MemberPrincipal, void> {
  for (const user of account.principals.users) yield { kind: 'user', arn: user.arn, account, user };
  for (const role of account.principals.roles) yield { kind: 'role', arn: role.arn, account, role };
}

/** How many users and roles there are. */
export function countMembers({ accounts }: Organization): number {
  return accounts.reduce((sum, { principals }) => sum + principals.users.length + principals.roles.length, 0);
}

/** The same as a list that is made in steps: there may be a hundred thousand. */
export function* listMembers(organization: Organization, meter: Meter): SteppedQuery<readonly MemberPrincipal[]> {
  const total = countMembers(organization);
  const members: MemberPrincipal[] = [];
  for (const member of membersOf(organization)) {
    members.push(member);
    meter.spent += costOf.list;
    if (isDue(meter)) yield pause(meter, 0, total);
  }
  return members;
}

/** Users, roles and root users, account by account. */
export function* everybodyOf({ accounts }: Organization): Generator<MemberPrincipal, void> {
  for (const account of accounts) {
    yield* membersOfAccount(account);
    yield rootUserOf(account);
  }
}

/** How many `everybodyOf` gives. */
export function countEverybody(organization: Organization): number {
  return countMembers(organization) + organization.accounts.length;
}

/** An account's root user. It lies in the partition of the account's other principals. */
function rootUserOf(account: Account): MemberPrincipal {
  const known = account.principals.users[0]?.arn ?? account.principals.roles[0]?.arn;
  return { kind: 'root', arn: `arn:${known?.split(':')[1] ?? 'aws'}:iam::${account.id}:root`, account };
}
