import { message } from '../text/message';
import type { Message } from '../text/message';

import { attachedReferences, organizationalUnitsOf, policyTypeApplies } from './effectivePolicies';
import type {
  Account,
  Organization,
  OrganizationalUnit,
  OrganizationPolicyType,
  OrganizationProblem,
  OrganizationRoot,
  Origin,
} from './organization';
import { accountContents } from './outlineAccount';
import { attachedPolicies } from './outlinePolicies';
import { problemNode } from './outlineProblems';

/** Text of a node: a name as it is, or a message that the view translates. */
export type OutlineText = string | Message;

/** A place of an organization as a view shows it: plain data, no identity but `id`. */
export interface OutlineEntry {
  /** Stable, unique in the outline. */
  readonly id: string;
  readonly kind: OutlineKind;
  readonly label: OutlineText;
  readonly description: OutlineText;
  readonly tooltip: OutlineText;
  /** For screen readers: the label in a sentence. */
  readonly accessibleLabel: OutlineText;
  readonly badges: readonly OutlineBadge[];
  readonly origin: Origin | undefined;
  /** ARN of a user or role, who can ask for something. */
  readonly principal?: string;
  readonly children: readonly OutlineEntry[];
}

export type OutlineKind =
  | 'organization'
  | 'root'
  | 'organizationalUnit'
  | 'account'
  | 'users'
  | 'groups'
  | 'roles'
  | 'policies'
  | 'resources'
  | 'user'
  | 'group'
  | 'role'
  | 'policy'
  | 'resource'
  | 'problem';

export type OutlineBadge = 'management' | 'suspended' | 'inherited' | 'disabled' | 'problem' | 'awsManaged';

/** What an outline is made of, as `readOrganization` gives it. */
export interface OutlineSource {
  readonly organization: Organization | undefined;
  readonly problems: readonly OrganizationProblem[];
}

/** An organization as a tree: root, OUs, accounts, what is attached where, and who is in an account. Without one, its problems alone. */
export function outlineOf({ organization, problems }: OutlineSource): readonly OutlineEntry[] {
  if (organization === undefined) return problems.map(problemNode);
  const context: OutlineContext = { organization, problems, accountsByOu: groupByOu(organization), placed: new Set() };
  const root = rootEntry(context);
  const lost = organization.accounts.filter(({ ou }) => !organizationalUnitsOf(organization, ou).complete);
  const features = organization.featureSet === 'ALL' ? message('all features') : message('consolidated billing only');
  return [
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
      children: [root, ...lost.map((account) => accountEntry(context, account)), ...unplacedProblems(context)],
    },
  ];
}

export interface OutlineContext {
  readonly organization: Organization;
  readonly problems: readonly OrganizationProblem[];
  readonly accountsByOu: ReadonlyMap<string, readonly Account[]>;
  /** Problems that an account shows. */
  readonly placed: Set<OrganizationProblem>;
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

function rootEntry(context: OutlineContext): OutlineEntry {
  const { root } = context.organization;
  return {
    id: root.id,
    kind: 'root',
    label: root.name,
    description: message('{0} · {1} · {2}', root.id, policyTypeStates(context.organization), attachedCount(context.organization, root)),
    tooltip: message('root {0} ({1})', root.name, root.id),
    accessibleLabel: message('root {0}', root.name),
    badges: [],
    origin: root.origin,
    children: [...attachedPolicies(context.organization, root, []), ...below(context, '/', root)],
  };
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

function attachedCount(organization: Organization, target: OrganizationRoot | OrganizationalUnit | Account): Message {
  if (!policyTypeApplies(organization, 'scp')) return policyCount(target.attach.length);
  const count = attachedReferences(target, 'scp').length;
  return count === 1 ? message('1 SCP') : message('{0} SCPs', count);
}

function policyCount(count: number): Message {
  return count === 1 ? message('1 policy') : message('{0} policies', count);
}

function below(context: OutlineContext, path: string, parent: OrganizationRoot | OrganizationalUnit): readonly OutlineEntry[] {
  const accounts = context.accountsByOu.get(path) ?? [];
  return [
    ...accounts.map((account) => accountEntry(context, account)),
    ...parent.organizationalUnits.map((unit) => unitEntry(context, unit)),
  ];
}

function unitEntry(context: OutlineContext, unit: OrganizationalUnit): OutlineEntry {
  return {
    id: unit.id,
    kind: 'organizationalUnit',
    label: unit.name,
    description: message('{0} · {1}', unit.id, attachedCount(context.organization, unit)),
    tooltip: unit.idIsSynthetic
      ? message('organizational unit {0}; its id is made up, because none is written', unit.path)
      : message('organizational unit {0} ({1})', unit.path, unit.id),
    accessibleLabel: message('organizational unit {0}', unit.name),
    badges: [],
    origin: unit.origin,
    children: [
      ...attachedPolicies(context.organization, unit, wayAbove(context.organization, unit.path)),
      ...below(context, unit.path, unit),
    ],
  };
}

/** The root and the OUs above a path, outermost first. */
function wayAbove(organization: Organization, path: string): readonly (OrganizationRoot | OrganizationalUnit)[] {
  return [organization.root, ...organizationalUnitsOf(organization, path).units.filter((unit) => unit.path !== path)];
}

function accountEntry(context: OutlineContext, account: Account): OutlineEntry {
  const { organization } = context;
  const isManagement = account.id === organization.managementAccount;
  const problems = problemsOf(context, account);
  const suspended = account.state !== 'ACTIVE';
  return {
    id: account.id,
    kind: 'account',
    label: account.name,
    description: accountDescription(account, isManagement, problems.length),
    tooltip: account.idIsSynthetic
      ? message('account {0}; its id is made up, because none is written', account.name)
      : message('account {0} ({1})', account.name, account.id),
    accessibleLabel: isManagement ? message('management account {0}', account.name) : message('account {0}', account.name),
    badges: [
      ...(isManagement ? (['management'] as const) : []),
      ...(suspended ? (['suspended'] as const) : []),
      ...(problems.length > 0 ? (['problem'] as const) : []),
    ],
    origin: account.origin,
    children: [
      ...attachedPolicies(organization, account, [organization.root, ...organizationalUnitsOf(organization, account.ou).units]),
      ...accountContents(account),
      ...problems.map(problemNode),
    ],
  };
}

function accountDescription(account: Account, isManagement: boolean, problems: number): OutlineText {
  const parts: OutlineText[] = [account.id];
  if (isManagement) parts.push(message('management account (SCPs do not apply)'));
  if (account.state !== 'ACTIVE') parts.push(account.state);
  if (problems > 0) parts.push(problems === 1 ? message('1 problem') : message('{0} problems', problems));
  return parts.slice(1).reduce<OutlineText>((text, part) => message('{0} · {1}', text, part), account.id);
}

/** Problems in the account's folders, and those of its entry in the list of accounts. */
function problemsOf({ problems, placed }: OutlineContext, account: Account): readonly OrganizationProblem[] {
  const found = problems.filter(({ file, span }) => {
    const [top, folder] = file.split('/');
    if (top === 'iam' || top === 'resources') return folder === account.id || folder?.replaceAll('~1', '/') === account.name;
    return file === account.origin.file && span.start >= account.extent.start && span.end <= account.extent.end;
  });
  for (const problem of found) placed.add(problem);
  return found;
}

function unplacedProblems({ problems, placed }: OutlineContext): readonly OutlineEntry[] {
  return problems.filter((problem) => !placed.has(problem)).map(problemNode);
}
