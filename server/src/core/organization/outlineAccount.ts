import { message } from '../text/message';
import type { Message } from '../text/message';

import { policyName } from './policyNames';
import type { Account, CustomerPolicy, Group, Origin, PolicyReference, ResourceWithPolicy, Role, User } from './organization';
import { createEntry, partOf } from './outlineEntry';
import type { EntryPart, OutlineBadge, OutlineEntry, OutlineKind, OutlineText } from './outlineEntry';

/** What an account holds, a group each for what there is: users, groups, roles, its own policies, resources with policies. */
export function accountContents(account: Account): readonly EntryPart[] {
  const { users, groups, roles } = account.principals;
  const { customerPolicies, resources } = account;
  return [
    section(
      account,
      'users',
      message('Users ({0})', users.length),
      partOf(users, (user) => userEntry(account, user)),
    ),
    section(
      account,
      'groups',
      message('Groups ({0})', groups.length),
      partOf(groups, (group) => groupEntry(account, group)),
    ),
    section(
      account,
      'roles',
      message('Roles ({0})', roles.length),
      partOf(roles, (role) => roleEntry(account, role)),
    ),
    section(
      account,
      'policies',
      message('Policies ({0})', customerPolicies.length),
      partOf(customerPolicies, (policy) => customerPolicyEntry(account, policy)),
    ),
    section(
      account,
      'resources',
      message('Resources with policies ({0})', resources.length),
      partOf(resources, (resource) => resourceEntry(account, resource)),
    ),
  ];
}

function section(account: Account, kind: OutlineKind, label: Message, part: EntryPart): EntryPart {
  return { count: part.count === 0 ? 0 : 1, at: () => createEntry({ id: `${account.id} ${kind}`, kind, label }, [part]) };
}

function userEntry(account: Account, user: User): OutlineEntry {
  const policies = policyCount(user);
  const description: OutlineText =
    user.accessKeys > 0 && user.console
      ? message('console, access key · {0}', policies)
      : user.accessKeys > 0
        ? message('access key · {0}', policies)
        : user.console
          ? message('console · {0}', policies)
          : policies;
  const facts = { description, said: message('user {0}', user.name), more: boundaryEntry(account, user) };
  return principalEntry(account, user, user.accessKeys > 0 ? { ...facts, tooltip: keyTooltip(user) } : facts);
}

/** <https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles> */
function keyTooltip({ arn }: User): Message {
  return message('{0}\nAn access key is valid until somebody takes it away: a role, or IAM Roles Anywhere, needs none', arn);
}

function groupEntry(account: Account, group: Group): OutlineEntry {
  const members = account.principals.users.filter(({ groups }) => groups.some((name) => name.toLowerCase() === group.name.toLowerCase()));
  const said = members.length === 1 ? message('1 member') : message('{0} members', members.length);
  const description = message('{0} · {1}', said, policyCount(group));
  return principalEntry(account, group, { description, said: message('group {0}', group.name), more: [] });
}

function roleEntry(account: Account, role: Role): OutlineEntry {
  const trust = role.trust === undefined ? [] : [referenceEntry(`${role.arn} trust`, role.trust, { description: message('trust policy') })];
  const more = [...boundaryEntry(account, role), ...trust];
  return principalEntry(account, role, { description: policyCount(role), said: message('role {0}', role.name), more });
}

interface PrincipalTexts {
  readonly description: OutlineText;
  readonly said: Message;
  readonly more: readonly OutlineEntry[];
  readonly tooltip?: OutlineText;
}

function principalEntry(
  account: Account,
  principal: User | Group | Role,
  { description, said, more, tooltip }: PrincipalTexts,
): OutlineEntry {
  const entries = [...policyEntries(principal), ...more];
  return createEntry(
    {
      id: `${account.id} ${principal.kind} ${principal.path}${principal.name}`,
      kind: principal.kind,
      label: principal.name,
      description,
      tooltip: tooltip ?? principal.arn,
      accessibleLabel: said,
      origin: principal.origin,
      target: principal.arn,
      principal: principal.kind === 'group' ? undefined : principal.arn,
    },
    [partOf(entries, (entry) => entry)],
  );
}

function policyCount({ managed, inline }: User | Group | Role): Message {
  const count = managed.length + inline.length;
  return count === 1 ? message('1 policy') : message('{0} policies', count);
}

/** The managed and inline policies of a user, group or role. */
export function policyEntries(principal: User | Group | Role): readonly OutlineEntry[] {
  return [
    ...principal.managed.map((reference, index) =>
      referenceEntry(`${principal.arn} managed ${index}`, reference, { description: managedBy(reference), badges: ['attached'] }),
    ),
    ...principal.inline.map((policy, index) =>
      referenceEntry(`${principal.arn} inline ${index}`, policy.reference, { description: message('inline'), name: policy.name }),
    ),
  ];
}

function managedBy(reference: PolicyReference): OutlineText {
  return reference.kind === 'awsManaged' ? message('managed by AWS') : '';
}

/** The permissions boundary, where there is one. */
export function boundaryEntry(account: Account, { arn, boundary }: User | Role): readonly OutlineEntry[] {
  if (boundary === undefined) return [];
  return [referenceEntry(`${account.id} ${arn} boundary`, boundary, { description: message('permissions boundary') })];
}

interface ReferenceFacts {
  readonly description: OutlineText;
  readonly name?: string;
  readonly tooltip?: string;
  readonly badges?: readonly OutlineBadge[];
}

function referenceEntry(id: string, reference: PolicyReference, facts: ReferenceFacts): OutlineEntry {
  const name = facts.name ?? policyName(reference);
  const { description, badges = [] } = facts;
  return createEntry({
    id,
    kind: 'policy',
    label: name,
    description,
    tooltip: facts.tooltip ?? (reference.kind === 'file' ? reference.file : name),
    accessibleLabel: message('policy {0}, {1}', name, description),
    badges: [
      ...badges,
      ...(reference.kind === 'awsManaged' ? (['awsManaged'] as const) : []),
      ...(reference.kind === 'unresolved' ? (['problem'] as const) : []),
    ],
    origin: placeOf(reference),
    policy: nameForEdits(reference),
  });
}

/** What an edit calls the policy. */
function nameForEdits(reference: PolicyReference): string | undefined {
  if (reference.kind === 'file') return reference.file;
  if (reference.kind === 'awsManaged') return reference.arn;
  return reference.kind === 'unresolved' ? reference.text : undefined;
}

function placeOf(reference: PolicyReference): Origin | undefined {
  if (reference.kind === 'awsManaged') return undefined;
  return reference.kind === 'file' ? { file: reference.file, span: { start: 0, end: 0 } } : reference.origin;
}

function customerPolicyEntry(account: Account, policy: CustomerPolicy): OutlineEntry {
  return referenceEntry(`${account.id} policy ${policy.arn}`, policy.reference, {
    description: '',
    name: policy.name,
    tooltip: policy.arn,
  });
}

function resourceEntry(account: Account, resource: ResourceWithPolicy): OutlineEntry {
  return createEntry({
    id: `${account.id} resource ${resource.arn}`,
    kind: 'resource',
    label: resource.arn.split(':').slice(5).join(':') || resource.arn,
    description: resource.arn.split(':')[2] ?? '',
    tooltip: resource.arn,
    accessibleLabel: message('resource {0}', resource.arn),
    origin: resource.policy === undefined ? resource.origin : (placeOf(resource.policy) ?? resource.origin),
  });
}
