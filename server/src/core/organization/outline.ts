import { message } from '../text/message';
import type { Message } from '../text/message';

import { attachmentUse } from './quotaUse';
import type { Quotas } from './quotaUse';
import { organizationalUnitsOf, policyTypeApplies } from './effectivePolicies';
import type {
  Account,
  Organization,
  OrganizationalUnit,
  OrganizationPolicyType,
  OrganizationProblem,
  OrganizationRoot,
} from './organization';
import { accountContents } from './outlineAccount';
import { catalogueParts } from './outlineCatalogue';
import { createEntry, partOf } from './outlineEntry';
import type { EntryPart, OutlineEntry, OutlineText } from './outlineEntry';
import { attachedPolicies } from './outlinePolicies';
import { placeProblems, problemNode } from './outlineProblems';
import type { PlacedProblems } from './outlineProblems';

export type { OutlineBadge, OutlineEntry, OutlineKind, OutlineText } from './outlineEntry';

/** What an outline is made of, as `readOrganization` gives it. */
export interface OutlineSource {
  readonly organization: Organization | undefined;
  readonly problems: readonly OrganizationProblem[];
  /** Lets it be said how many policies may be attached. */
  readonly quotas?: Quotas;
}

/**
 * An organization as a tree: root, OUs, accounts, what is attached where, and who is in an account; then its policies, invitations and
 * delegations. Without an organization, its problems alone. What is below an entry is made when it is asked for.
 */
export function outlineOf({ organization, problems, quotas }: OutlineSource): readonly OutlineEntry[] {
  if (organization === undefined) return problems.map(problemNode);
  const context: OutlineContext = {
    organization,
    problems: placeProblems(organization, problems),
    accountsByOu: groupByOu(organization),
    delegated: new Set([...organization.delegatedAdministrators.values()].flat()),
    quotas,
  };
  const lost = lostAccounts(organization);
  const features = organization.featureSet === 'ALL' ? message('all features') : message('consolidated billing only');
  return [
    createEntry(
      {
        id: organization.id,
        kind: 'organization',
        label: organization.name,
        description: message('{0} · {1}', organization.id, features),
        tooltip: organization.idIsSynthetic
          ? message('organization {0}; its id is made up, because none is written', organization.name)
          : message('organization {0} ({1})', organization.name, organization.id),
        accessibleLabel: message('organization {0}', organization.name),
        badges: problems.length === 0 ? [] : ['problem'],
        origin: organization.origin,
      },
      [
        partOf([organization.root], () => rootEntry(context)),
        partOf(
          lost,
          (account) => accountEntry(context, account),
          ({ id }) => id,
        ),
        ...catalogueParts(organization),
        partOf(context.problems.elsewhere, problemNode),
      ],
    ),
  ];
}

export interface OutlineContext {
  readonly organization: Organization;
  readonly problems: PlacedProblems;
  readonly accountsByOu: ReadonlyMap<string, readonly Account[]>;
  /** Ids of accounts that administer a service for the organization. */
  readonly delegated: ReadonlySet<string>;
  readonly quotas: Quotas | undefined;
}

/** The accounts of each path, in order of writing; no OU of that path need exist. */
export function groupByOu({ accounts }: Organization): ReadonlyMap<string, readonly Account[]> {
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const group = groups.get(account.ou);
    if (group === undefined) groups.set(account.ou, [account]);
    else group.push(account);
  }
  return groups;
}

/** Those whose OU the manifest does not have. */
export function lostAccounts(organization: Organization): readonly Account[] {
  return organization.accounts.filter(({ ou }) => !organizationalUnitsOf(organization, ou).complete);
}

function rootEntry(context: OutlineContext): OutlineEntry {
  const { root } = context.organization;
  return createEntry(
    {
      id: root.id,
      kind: 'root',
      label: root.name,
      description: message('{0} · {1} · {2}', root.id, policyTypeStates(context.organization), attachedCount(context, root)),
      tooltip: message('root {0} ({1})', root.name, root.id),
      accessibleLabel: message('root {0}', root.name),
      badges: fullBadge(context, root),
      origin: root.origin,
      target: '/',
    },
    [attachedPolicies(context.organization, root, []), ...below(context, '/', root)],
  );
}

/** `SCP on · RCP off`, then the other types that are on. */
function policyTypeStates(organization: Organization): Message {
  const state = (name: string, type: OrganizationPolicyType): Message =>
    policyTypeApplies(organization, type) ? message('{0} on', name) : message('{0} off', name);
  const others = [...organization.root.policyTypes.keys()].filter(
    (type) => type !== 'scp' && type !== 'rcp' && policyTypeApplies(organization, type),
  );
  const both = message('{0} · {1}', state('SCP', 'scp'), state('RCP', 'rcp'));
  return others.reduce((states, type) => message('{0} · {1}', states, message('{0} on', type)), both);
}

const noQuotas: Quotas = { quota: () => undefined };

type Target = OrganizationRoot | OrganizationalUnit | Account;

/** `2/10 SCPs` where the quota is known: what is left is what one wants to know. */
function attachedCount({ organization, quotas }: OutlineContext, target: Target): Message {
  if (!policyTypeApplies(organization, 'scp')) return policyCount(target.attach.length);
  const { attached: count, limit } = attachmentUse(target, 'scp', quotas ?? noQuotas);
  if (limit !== undefined) return message('{0}/{1} SCPs', count, limit);
  return count === 1 ? message('1 SCP') : message('{0} SCPs', count);
}

function fullBadge({ organization, quotas }: OutlineContext, target: Target): readonly 'full'[] {
  const { attached, limit = Infinity } = attachmentUse(target, 'scp', quotas ?? noQuotas);
  return policyTypeApplies(organization, 'scp') && attached >= limit ? ['full'] : [];
}

function policyCount(count: number): Message {
  return count === 1 ? message('1 policy') : message('{0} policies', count);
}

function below(context: OutlineContext, path: string, parent: OrganizationRoot | OrganizationalUnit): readonly EntryPart[] {
  return [
    partOf(
      context.accountsByOu.get(path) ?? [],
      (account) => accountEntry(context, account),
      ({ id }) => id,
    ),
    partOf(
      parent.organizationalUnits,
      (unit) => unitEntry(context, unit),
      ({ id }) => id,
    ),
  ];
}

function unitEntry(context: OutlineContext, unit: OrganizationalUnit): OutlineEntry {
  return createEntry(
    {
      id: unit.id,
      kind: 'organizationalUnit',
      label: unit.name,
      description: message('{0} · {1}', unit.id, attachedCount(context, unit)),
      tooltip: unit.idIsSynthetic
        ? message('organizational unit {0}; its id is made up, because none is written', unit.path)
        : message('organizational unit {0} ({1})', unit.path, unit.id),
      accessibleLabel: message('organizational unit {0}', unit.name),
      badges: fullBadge(context, unit),
      origin: unit.origin,
      target: unit.path,
    },
    [attachedPolicies(context.organization, unit, wayAbove(context.organization, unit.path)), ...below(context, unit.path, unit)],
  );
}

/** The root and the OUs above a path, outermost first. */
function wayAbove(organization: Organization, path: string): readonly (OrganizationRoot | OrganizationalUnit)[] {
  return [organization.root, ...organizationalUnitsOf(organization, path).units.filter((unit) => unit.path !== path)];
}

function accountEntry(context: OutlineContext, account: Account): OutlineEntry {
  const { organization, delegated } = context;
  const isManagement = account.id === organization.managementAccount;
  const problems = context.problems.of(account);
  return createEntry(
    {
      id: account.id,
      kind: 'account',
      label: account.name,
      description: accountDescription(account, { isManagement, isDelegated: delegated.has(account.id), problems: problems.length }),
      tooltip: accountTooltip(context, account),
      accessibleLabel: isManagement ? message('management account {0}', account.name) : message('account {0}', account.name),
      badges: [
        ...(isManagement ? (['management'] as const) : []),
        ...(delegated.has(account.id) ? (['delegated'] as const) : []),
        ...(account.state !== 'ACTIVE' ? (['suspended'] as const) : []),
        ...(problems.length > 0 ? (['problem'] as const) : []),
        ...fullBadge(context, account),
      ],
      origin: account.origin,
      target: account.id,
      principal: `arn:aws:iam::${account.id}:root`,
    },
    [
      attachedPolicies(organization, account, [organization.root, ...organizationalUnitsOf(organization, account.ou).units]),
      ...accountContents(account),
      partOf(problems, problemNode),
    ],
  );
}

interface AccountFacts {
  readonly isManagement: boolean;
  readonly isDelegated: boolean;
  readonly problems: number;
}

function accountDescription(account: Account, { isManagement, isDelegated, problems }: AccountFacts): OutlineText {
  const parts: OutlineText[] = [account.id];
  if (isManagement) parts.push(message('management account (SCPs do not apply)'));
  if (isDelegated) parts.push(message('delegated administrator'));
  if (account.state !== 'ACTIVE') parts.push(account.state);
  if (problems > 0) parts.push(problems === 1 ? message('1 problem') : message('{0} problems', problems));
  return parts.slice(1).reduce<OutlineText>((text, part) => message('{0} · {1}', text, part), account.id);
}

/** Who it is, how to reach it, how it came, and what it administers. */
function accountTooltip({ organization }: OutlineContext, account: Account): OutlineText {
  const services = [...organization.delegatedAdministrators].flatMap(([service, ids]) => (ids.includes(account.id) ? [service] : []));
  const tags = Object.entries(account.tags).map(([key, value]) => `${key}=${value}`);
  const lines: OutlineText[] = [
    account.idIsSynthetic
      ? message('account {0}; its id is made up, because none is written', account.name)
      : message('account {0} ({1})', account.name, account.id),
    ...(account.email === undefined ? [] : [account.email]),
    ...(account.joined === undefined ? [] : [message('joined: {0}', account.joined)]),
    ...(account.joined === 'CREATED' && account.id !== organization.managementAccount ? [leaving()] : []),
    ...(tags.length === 0 ? [] : [message('tags: {0}', tags.join(', '))]),
    ...(services.length === 0 ? [] : [message('administers: {0}', services.join(', '))]),
  ];
  return lines.slice(1).reduce<OutlineText>((text, line) => message('{0}\n{1}', text, line), lines[0] ?? account.name);
}

/** <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_remove.html> */
function leaving(): Message {
  return message(
    'to leave alone it needs a payment method, contact data, a support plan and 4 days of age, and must be no delegated administrator; another organization may also invite it',
  );
}
