import type { Layer } from '../../evaluation/decision';
import { accountOf, effectivePolicies } from '../../organization/effectivePolicies';
import { principalName } from '../../organization/findPrincipal';
import type { Account, Group, Organization, PolicyReference, Role, User } from '../../organization/organization';
import type { PolicyType } from '../../policy/policyType';

import type { GroundPrincipal } from './ground';

/** To whom an organization attaches a policy. */
export interface AttachedPrincipals {
  readonly layer: Layer;
  /** The account whose resources stand for "some". */
  readonly account: string;
  readonly principals: readonly GroundPrincipal[];
  /** For a policy on a resource: what it is on. */
  readonly resources: readonly { readonly arn: string; readonly account: string }[];
}

/** Who is asked in an account, and for how many of them there are tests. */
const perAccount = 4;
const accountsAsked = 12;

/**
 * Whom a policy reaches where an organization attaches it: for SCPs and RCPs principals of one account per organizational unit below it and,
 * last, one whom it does not reach; for an identity policy or a boundary those who have it; for a policy on a resource, callers from
 * everywhere. Undefined: it is attached to nobody. `file` is relative to the organization's folder.
 */
export function attachedPrincipals(organization: Organization, file: string, type: PolicyType): AttachedPrincipals | undefined {
  switch (type) {
    case 'scp':
    case 'rcp':
      return belowControlPolicy(organization, file, type);
    case 'identity':
      return having(organization, 'identity', (account, principal) =>
        policiesOf(account, principal).some((reference) => isFile(reference, file)),
      );
    case 'permissionsBoundary':
      return having(organization, 'permissionsBoundary', (_, principal) => isFile(principal.boundary, file));
    case 'trust':
      return onResource(
        organization,
        organization.accounts.flatMap((account) =>
          account.principals.roles.flatMap(({ arn, trust }) => (isFile(trust, file) ? [{ arn, account: account.id }] : [])),
        ),
      );
    case 'resource':
    case 'resource:s3-bucket':
    case 'resource:kms-key':
      return onResource(
        organization,
        organization.accounts.flatMap((account) =>
          account.resources.flatMap(({ arn, policy }) => (isFile(policy, file) ? [{ arn, account: account.id }] : [])),
        ),
      );
    case 'delegation': {
      const { managementAccount, delegationPolicy } = organization;
      if (managementAccount === undefined || delegationPolicy !== file) return undefined;
      return onResource(organization, [{ arn: '*', account: managementAccount }]);
    }
    default:
      return undefined;
  }
}

function isFile(reference: PolicyReference | undefined, file: string): boolean {
  return reference?.kind === 'file' && reference.file === file;
}

function policiesOf(account: Account, principal: User | Role): readonly PolicyReference[] {
  const groups =
    principal.kind === 'user' ? principal.groups.flatMap((name) => account.principals.groups.filter((group) => sameName(group, name))) : [];
  return [principal, ...groups].flatMap(({ managed, inline }: User | Role | Group) => [
    ...managed,
    ...inline.map(({ reference }) => reference),
  ]);
}

/** IAM compares group names without regard to case. */
function sameName({ name }: Group, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function principalsOf(organization: Organization, account: Account): readonly (GroundPrincipal & { readonly of: User | Role })[] {
  const { users, roles } = account.principals;
  return [...users, ...roles].map((principal) => ({
    of: principal,
    name: principalName(organization, account, principal),
    arn: principal.arn,
    place: account.id,
    beyond: false,
  }));
}

function having(
  organization: Organization,
  layer: Layer,
  has: (account: Account, principal: User | Role) => boolean,
): AttachedPrincipals | undefined {
  const found = organization.accounts.flatMap((account) =>
    principalsOf(organization, account)
      .filter(({ of }) => has(account, of))
      .map(({ of: _, ...principal }) => principal),
  );
  const [first] = found;
  return first?.place === undefined ? undefined : { layer, account: first.place, principals: found.slice(0, accountsAsked), resources: [] };
}

/** Root users may do everything that no SCP forbids, so they show best what one does; administrators do as well, and come first. */
function askersOf(organization: Organization, account: Account, beyond: boolean): readonly GroundPrincipal[] {
  const root: GroundPrincipal = {
    name: `${accountName(organization, account)}/root`,
    arn: `arn:aws:iam::${account.id}:root`,
    place: account.ou,
    beyond,
  };
  const others = principalsOf(organization, account).map(({ of, ...principal }) => ({ ...principal, of, place: account.ou, beyond }));
  const isAdministrator = ({ of }: { readonly of: User | Role }): boolean =>
    of.managed.some((reference) => reference.kind === 'awsManaged' && reference.arn.endsWith('AdministratorAccess'));
  const strip = ({ of: _, ...principal }: (typeof others)[number]): GroundPrincipal => principal;
  return [...others.filter(isAdministrator).map(strip), root, ...others.filter((one) => !isAdministrator(one)).map(strip)];
}

function accountName(organization: Organization, { id, name }: Account): string {
  const alone = organization.accounts.filter((other) => other.name === name).length === 1;
  return alone && !name.includes('/') ? name : id;
}

function belowControlPolicy(organization: Organization, file: string, type: 'scp' | 'rcp'): AttachedPrincipals | undefined {
  const references = new Set(
    [...organization.policies.values()].filter((policy) => policy.file === file).map(({ reference }) => reference),
  );
  if (references.size === 0) return undefined;
  const reaches = (account: Account): boolean => {
    if (account.id === organization.managementAccount) return false;
    const { scpLevels, rcpLevels } = effectivePolicies(organization, account.id);
    return ((type === 'scp' ? scpLevels : rcpLevels) ?? []).some(({ policies }) =>
      policies.some(({ reference }) => references.has(reference)),
    );
  };
  const below = organization.accounts.filter(reaches);
  const [first] = below;
  if (first === undefined) return undefined;
  const unitsSeen = new Set<string>();
  const onePerUnit = below.filter(({ ou }) => !unitsSeen.has(ou) && unitsSeen.add(ou).size > 0).slice(0, accountsAsked);
  const outside = organization.accounts.find((account) => !below.includes(account));
  return {
    layer: type,
    account: first.id,
    principals: [
      ...onePerUnit.flatMap((account) => askersOf(organization, account, false).slice(0, perAccount)),
      ...(outside === undefined ? [] : askersOf(organization, outside, true).slice(0, 2)),
    ],
    resources: [],
  };
}

function onResource(organization: Organization, resources: AttachedPrincipals['resources']): AttachedPrincipals | undefined {
  const [first] = resources;
  if (first === undefined) return undefined;
  const owner = accountOf(organization, first.account);
  const others = organization.accounts.filter(({ id }) => id !== first.account);
  const askers = [...others.slice(0, accountsAsked), ...(owner === undefined ? [] : [owner])].map((account) =>
    askersOf(organization, account, false).slice(0, perAccount),
  );
  const principals = [...askers.flatMap((some) => some.slice(0, 1)), stranger, ...askers.flatMap((some) => some.slice(1))];
  return { layer: 'resource', account: first.account, principals, resources };
}

/** Somebody of another organization, whom what is shared with the world lets in, and nothing else should. */
const stranger: GroundPrincipal = {
  name: 'arn:aws:iam::999999999999:user/stranger',
  arn: 'arn:aws:iam::999999999999:user/stranger',
  place: 'elsewhere',
  beyond: false,
};
