import { message } from '../text/message';

import { accountOf } from './effectivePolicies';
import type { Handshake, Organization, OrganizationPolicy, PermissionSet } from './organization';
import { createEntry, partOf } from './outlineEntry';
import type { EntryPart, OutlineEntry } from './outlineEntry';

/** What belongs to the organization as a whole: its policies, invitations, delegations, permission sets. */
export function catalogueParts(organization: Organization): readonly EntryPart[] {
  const policies = [...organization.policies.values()].filter(({ file }) => file !== undefined);
  const pending = organization.handshakes.filter(isPending);
  return [
    ...(policies.length === 0 ? [] : [single(() => cataloguePolicies(organization, policies))]),
    ...(pending.length === 0 ? [] : [single(() => handshakesEntry(organization, pending))]),
    ...delegationParts(organization),
    ...(organization.permissionSets.length === 0 ? [] : [single(() => permissionSetsEntry(organization))]),
  ];
}

function single(make: () => OutlineEntry): EntryPart {
  return { count: 1, at: make };
}

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html> */
function isPending({ state }: Handshake): boolean {
  return state === 'REQUESTED' || state === 'OPEN';
}

function cataloguePolicies(organization: Organization, policies: readonly OrganizationPolicy[]): OutlineEntry {
  const uses = attachmentCounts(organization);
  return createEntry({ id: `${organization.id} catalogue`, kind: 'policies', label: message('Policies ({0})', policies.length) }, [
    partOf(policies, (policy) => {
      const count = uses.get(policy.reference) ?? 0;
      const attached =
        count === 0 ? message('not attached') : count === 1 ? message('attached once') : message('attached {0} times', count);
      return createEntry({
        id: `${organization.id} catalogue ${policy.reference}`,
        kind: 'policy',
        label: policy.name,
        description: message('{0} · {1}', policy.type.toUpperCase(), attached),
        tooltip: policy.description ?? policy.reference,
        accessibleLabel: message('policy {0}, {1}', policy.name, attached),
        origin: policy.file === undefined ? undefined : { file: policy.file, span: { start: 0, end: 0 } },
        policy: policy.reference,
      });
    }),
  ]);
}

function attachmentCounts({ root, accounts }: Organization): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = ({ attach }: { readonly attach: readonly string[] }): void => {
    for (const reference of attach) counts.set(reference, (counts.get(reference) ?? 0) + 1);
  };
  count(root);
  for (const account of accounts) count(account);
  const open = [...root.organizationalUnits];
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    count(unit);
    open.push(...unit.organizationalUnits);
  }
  return counts;
}

function handshakesEntry({ id }: Organization, pending: readonly Handshake[]): OutlineEntry {
  return createEntry(
    { id: `${id} handshakes`, kind: 'handshakes', label: message('Pending invitations ({0})', pending.length), badges: ['pending'] },
    [
      partOf(pending, (handshake) =>
        createEntry({
          id: `${id} handshake ${handshake.id}`,
          kind: 'handshake',
          label: handshake.party === '' ? handshake.id : handshake.party,
          description:
            handshake.expires === undefined
              ? message('{0} · {1}', handshake.action, handshake.state)
              : message('{0} · {1} · until {2}', handshake.action, handshake.state, handshake.expires),
          tooltip: message('{0} ({1})', handshake.action, handshake.id),
          badges: ['pending'],
          origin: handshake.origin,
        }),
      ),
    ],
  );
}

function delegationParts(organization: Organization): readonly EntryPart[] {
  const { delegatedAdministrators, trustedAccess, delegationPolicy, id } = organization;
  const services = [...new Set([...delegatedAdministrators.keys(), ...trustedAccess])].sort();
  const parts: EntryPart[] = [];
  if (services.length > 0) {
    const label = message('Delegated administrators and trusted access ({0})', services.length);
    parts.push(
      single(() =>
        createEntry({ id: `${id} delegation`, kind: 'delegation', label, origin: organization.origin }, [
          partOf(services, (service) => {
            const administrators = (delegatedAdministrators.get(service) ?? []).map((one) => accountOf(organization, one)?.name ?? one);
            const trusted = trustedAccess.includes(service) ? message('trusted access') : message('no trusted access');
            return createEntry({
              id: `${id} service ${service}`,
              kind: 'service',
              label: service,
              description: administrators.length === 0 ? trusted : message('{0} · {1}', administrators.join(', '), trusted),
              origin: organization.origin,
            });
          }),
        ]),
      ),
    );
  }
  if (delegationPolicy !== undefined) {
    const origin = { file: delegationPolicy, span: { start: 0, end: 0 } };
    parts.push(
      single(() =>
        createEntry({
          id: `${id} delegation policy`,
          kind: 'policy',
          label: message('Delegation policy'),
          tooltip: delegationPolicy,
          origin,
        }),
      ),
    );
  }
  return parts;
}

function permissionSetsEntry(organization: Organization): OutlineEntry {
  const { id, permissionSets } = organization;
  return createEntry(
    { id: `${id} permission sets`, kind: 'permissionSets', label: message('Permission sets ({0})', permissionSets.length) },
    [
      partOf(permissionSets, (set: PermissionSet) =>
        createEntry({
          id: `${id} permission set ${set.name}`,
          kind: 'permissionSet',
          label: set.name,
          description: set.accounts.length === 1 ? message('1 account') : message('{0} accounts', set.accounts.length),
          tooltip: set.accounts.map((account) => accountOf(organization, account)?.name ?? account).join('\n') || set.name,
          origin: set.origin,
        }),
      ),
    ],
  );
}
