import { accountOf, organizationalUnitsOf } from './effectivePolicies';
import type { Account, Organization, OrganizationalUnit, OrganizationRoot } from './organization';

/** The root (`/`), an OU (by its path) or an account (by its id); undefined where there is none. */
export function entityOf(organization: Organization, target: string): OrganizationRoot | OrganizationalUnit | Account | undefined {
  if (target === '/') return organization.root;
  return target.startsWith('/') ? unitOf(organization, target) : accountOf(organization, target);
}

export function unitOf(organization: Organization, path: string): OrganizationalUnit | undefined {
  const { units, complete } = organizationalUnitsOf(organization, path);
  return complete ? units.at(-1) : undefined;
}
