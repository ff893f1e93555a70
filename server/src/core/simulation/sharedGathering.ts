import type { PolicyInput } from '../evaluation/request';
import type { AccountFacts } from '../evaluation/requestFacts';
import type { Account, Organization, Role, User } from '../organization/organization';
import { oncePer } from '../text/oncePer';

/** The SCPs or RCPs above an account, and what their levels are called. */
export interface ControlPolicies {
  /** Undefined: none apply. */
  readonly levels: readonly (readonly PolicyInput[])[] | undefined;
  readonly names: readonly string[];
}

/** What many requests of an organization have in common. The same lists come back, so that what is compiled of them is found at once. */
export interface SharedGathering {
  controls(organization: Organization, accountId: string, type: 'scp' | 'rcp', make: () => ControlPolicies): ControlPolicies;
  identity(owner: User | Role, make: () => readonly PolicyInput[]): readonly PolicyInput[];
  place(organization: Organization, account: Account, make: () => AccountFacts | undefined): AccountFacts | undefined;
}

/** Every request by itself. */
export const nothingShared: SharedGathering = {
  controls: (_organization, _accountId, _type, make) => make(),
  identity: (_owner, make) => make(),
  place: (_organization, _account, make) => make(),
};

/** Keep one only as long as no organization and no text of a policy changes. */
export function createSharedGathering(): SharedGathering {
  const controlsOf: (organization: Organization) => Map<string, ControlPolicies> = oncePer(() => new Map());
  const placesIn: (organization: Organization) => Map<Account, AccountFacts | undefined> = oncePer(() => new Map());
  const identities = new WeakMap<User | Role, readonly PolicyInput[]>();
  return {
    controls(organization, accountId, type, make) {
      const known = controlsOf(organization);
      const key = `${type} ${accountId}`;
      const controls = known.get(key) ?? make();
      known.set(key, controls);
      return controls;
    },
    identity(owner, make) {
      const policies = identities.get(owner) ?? make();
      identities.set(owner, policies);
      return policies;
    },
    place(organization, account, make) {
      const known = placesIn(organization);
      if (!known.has(account)) known.set(account, make());
      return known.get(account);
    },
  };
}
