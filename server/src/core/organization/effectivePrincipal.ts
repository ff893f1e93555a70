import { message } from '../text/message';

import { effectiveOutline } from './effectiveOutline';
import type { Account, Group, Organization, Role, User } from './organization';
import { boundaryEntry, policyEntries } from './outlineAccount';
import { createEntry, partOf } from './outlineEntry';
import type { OutlineEntry } from './outlineEntry';

/** A user, group or role with the account it is in. */
export interface AccountMember {
  readonly account: Account;
  readonly principal: User | Group | Role;
}

/** The user, group or role of an ARN; undefined where the organization has none. */
export function memberOfArn({ accounts }: Organization, arn: string): AccountMember | undefined {
  const account = accounts.find(({ id }) => id === arn.split(':')[4]);
  if (account === undefined) return undefined;
  const { users, groups, roles } = account.principals;
  const principal = [...users, ...groups, ...roles].find((candidate) => candidate.arn === arn);
  return principal === undefined ? undefined : { account, principal };
}

/** Every policy that has a say in what somebody may do, in one list: its own, those of its groups, its boundary, and what is above its account. */
export function effectivePrincipalOutline(organization: Organization, { account, principal }: AccountMember): readonly OutlineEntry[] {
  const groups = principal.kind === 'user' ? groupsOf(account, principal) : [];
  return [
    section(principal.arn, 'own', message('Own policies'), policyEntries(principal)),
    ...groups.map((group) => section(principal.arn, `group ${group.name}`, message('Group {0}', group.name), policyEntries(group))),
    ...(principal.kind === 'group' ? [] : boundaryEntry(account, principal)),
    ...effectiveOutline(organization, account),
  ];
}

/** IAM compares group names without regard to case. */
function groupsOf({ principals }: Account, { groups }: User): readonly Group[] {
  const names = groups.map((name) => name.toLowerCase());
  return principals.groups.filter(({ name }) => names.includes(name.toLowerCase()));
}

function section(arn: string, name: string, label: OutlineEntry['label'], entries: readonly OutlineEntry[]): OutlineEntry {
  const count = entries.length === 1 ? message('1 policy') : message('{0} policies', entries.length);
  return createEntry({ id: `effective ${arn} ${name}`, kind: 'policies', label, description: count }, [partOf(entries, (entry) => entry)]);
}
