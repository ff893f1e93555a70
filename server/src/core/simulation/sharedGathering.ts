import type { PolicyInput } from '../evaluation/request';
import type { Organization, Role, User } from '../organization/organization';
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
}

/** Every request by itself. */
export const nothingShared: SharedGathering = { controls: (_, __, ___, make) => make(), identity: (_, make) => make() };

/** Keep one only as long as no organization and no text of a policy changes. */
export function createSharedGathering(): SharedGathering {
  const controlsOf: (organization: Organization) => Map<string, ControlPolicies> = oncePer(() => new Map());
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
  };
}
