import type { Account, Organization } from '../organization/organization';

import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** Finds accounts without looking through all of them: there may be thousands, and each query asks often. */
export interface OrganizationIndex {
  /** The first account of an id, as everywhere. */
  account(id: string | undefined): Account | undefined;
  /** The organization with only those accounts that can list a resource, or what contains it. */
  around(resource: string): Organization;
  /** The organization with one account in it. */
  alone(account: Account | undefined): Organization;
  /** Any account whose list of resources can be read. */
  readonly readable: Account | undefined;
}

/** Makes the index, in steps. */
export function* indexOrganization(organization: Organization, meter: Meter): SteppedQuery<OrganizationIndex> {
  const { accounts } = organization;
  const byId = new Map<string, Account>();
  const byResource = new Map<string, Account[]>();
  const order = new Map<Account, number>();
  let readable: Account | undefined;
  for (const account of accounts) {
    order.set(account, order.size);
    if (!byId.has(account.id)) byId.set(account.id, account);
    if (!account.resourcesAreBroken) readable ??= account;
    for (const { arn } of account.resources) {
      const known = byResource.get(arn);
      if (known === undefined) byResource.set(arn, [account]);
      else if (known.at(-1) !== account) known.push(account);
      meter.spent += costOf.list;
      if (isDue(meter)) yield pause(meter, 0, accounts.length);
    }
    meter.spent += costOf.list;
    if (isDue(meter)) yield pause(meter, 0, accounts.length);
  }
  return {
    readable,
    account: (id) => (id === undefined ? undefined : byId.get(id)),
    alone: (account) => ({ ...organization, accounts: account === undefined ? [] : [account] }),
    around(resource) {
      const found = new Set<Account>();
      for (const name of namesAround(resource)) for (const account of byResource.get(name) ?? []) found.add(account);
      const inOrder = [...found].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
      return { ...organization, accounts: inOrder };
    },
  };
}

/** A resource and everything that may contain it. */
function namesAround(resource: string): readonly string[] {
  const names = [resource];
  for (let slash = resource.indexOf('/'); slash >= 0; slash = resource.indexOf('/', slash + 1)) names.push(resource.slice(0, slash));
  return names;
}
