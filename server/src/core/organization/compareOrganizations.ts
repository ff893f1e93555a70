import { compareAttachments } from './compareAttachments';
import { comparePolicies, sameDocument } from './comparePolicies';
import type { Documents } from './comparePolicies';
import { organizationalUnitsOf } from './effectivePolicies';
import { matchOrganizations } from './matchOrganizations';
import type { OrganizationMatch, Pair } from './matchOrganizations';
import type { Account, Organization, OrganizationPolicyType } from './organization';
import type { OrganizationDifference, PolicyTypeState, Subject } from './organizationDifferences';
import { policyTypeFolders } from './organizationPolicyTypes';

/**
 * What differs between two versions of an organization, in the order of its parts: settings, policy types, OUs, accounts, policies,
 * attachments, services. Things are the same when their ids are, where both are known, and else when their names and places are. What is not
 * known in one version (a document that cannot be read, attachments that were not exported, the place of an account) is no difference.
 * Only what AWS would have counts: while a policy type is off, nothing of it is attached.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html>
 */
export function compareOrganizations(before: Organization, after: Organization, documents: Documents): readonly OrganizationDifference[] {
  const match = matchOrganizations(before, after);
  return [
    ...compareSettings(before, after, match),
    ...comparePolicyTypes(before, after),
    ...compareUnits(match),
    ...match.accounts.flatMap((pair) => compareAccount(before, after, pair, match)),
    ...comparePolicies(match.policies, documents),
    ...compareAttachments(before, after, match),
    ...compareServices(before, after, match),
    ...compareDelegationPolicy(before, after, documents),
  ];
}

function compareSettings(before: Organization, after: Organization, { accounts }: OrganizationMatch): readonly OrganizationDifference[] {
  const known = ({ id, idIsSynthetic }: Organization): string | undefined => (idIsSynthetic ? undefined : id);
  const manager = accounts.find((pair) => pair.before !== undefined && pair.before.id === before.managementAccount);
  const sameManager = manager?.after !== undefined && manager.after.id === after.managementAccount;
  const nameOf = ({ accounts: all, managementAccount }: Organization): string | undefined =>
    all.find(({ id }) => id === managementAccount)?.name ?? managementAccount;
  const changed = (setting: 'id' | 'featureSet' | 'managementAccount' | 'rootName', one: string | undefined, other: string | undefined) =>
    one === other ? [] : [{ kind: 'settingChanged' as const, setting, before: one, after: other }];
  return [
    // An id that is given later is none that changed.
    ...(known(before) === undefined || known(after) === undefined ? [] : changed('id', before.id, after.id)),
    ...changed('featureSet', before.featureSet, after.featureSet),
    ...(sameManager || before.managementAccount === after.managementAccount
      ? []
      : [{ kind: 'settingChanged' as const, setting: 'managementAccount' as const, before: nameOf(before), after: nameOf(after) }]),
    ...changed('rootName', before.root.name, after.root.name),
  ];
}

function comparePolicyTypes(before: Organization, after: Organization): readonly OrganizationDifference[] {
  const stateOf = ({ root }: Organization, type: OrganizationPolicyType): PolicyTypeState => root.policyTypes.get(type) ?? 'DISABLED';
  return policyTypeFolders.flatMap((type) => {
    const [one, other] = [stateOf(before, type), stateOf(after, type)];
    return one === other ? [] : [{ kind: 'policyTypeChanged' as const, type, before: one, after: other }];
  });
}

function compareUnits({ units, root, placeAfter }: OrganizationMatch): readonly OrganizationDifference[] {
  const gone: OrganizationDifference[] = [];
  const found = units.flatMap(({ before, after, subject: unit }): readonly OrganizationDifference[] => {
    if (after === undefined) {
      // What lies in it goes first.
      gone.unshift({ kind: 'unitDeleted', unit });
      return [];
    }
    if (before === undefined) return [{ kind: 'unitCreated', unit }];
    const to = placeAfter(after.path.slice(0, after.path.lastIndexOf('/')) || '/') ?? root.subject;
    return [
      ...(before.name === after.name ? [] : [{ kind: 'unitRenamed' as const, unit, name: after.name }]),
      ...(to.key === unit.parent?.key ? [] : [{ kind: 'unitMoved' as const, unit, to }]),
    ];
  });
  return [...found, ...gone];
}

function compareAccount(
  organizationBefore: Organization,
  organizationAfter: Organization,
  { before, after, subject: account }: Pair<Account>,
  { placeBefore, placeAfter }: OrganizationMatch,
): readonly OrganizationDifference[] {
  if (after === undefined) return [{ kind: 'accountRemoved', account }];
  const to = organizationalUnitsOf(organizationAfter, after.ou).complete ? placeAfter(after.ou) : undefined;
  if (before === undefined) return [{ kind: 'accountCreated', account, to, tags: after.tags }];
  const from = organizationalUnitsOf(organizationBefore, before.ou).complete ? placeBefore(before.ou) : undefined;
  const moved = from !== undefined && to !== undefined && from.key !== to.key;
  const set = Object.fromEntries(Object.entries(after.tags).filter(([key, value]) => before.tags[key] !== value));
  const removed = Object.keys(before.tags).filter((key) => !Object.hasOwn(after.tags, key));
  return [
    ...(moved ? [{ kind: 'accountMoved' as const, account, from, to }] : []),
    ...changedFields(account, before, after),
    ...(Object.keys(set).length + removed.length === 0 ? [] : [{ kind: 'accountTagsChanged' as const, account, set, removed }]),
  ];
}

function changedFields(account: Subject, before: Account, after: Account): readonly OrganizationDifference[] {
  return (['name', 'email', 'state'] as const).flatMap((field) => {
    const [one, other] = [before[field], after[field]];
    // An email address that only one version tells is none that changed.
    if (one === other || one === undefined || other === undefined) return [];
    return [{ kind: 'accountChanged' as const, account, field, before: one, after: other }];
  });
}

function compareServices(before: Organization, after: Organization, { accounts }: OrganizationMatch): readonly OrganizationDifference[] {
  const [trustedBefore, trustedAfter] = [new Set(before.trustedAccess), new Set(after.trustedAccess)];
  const subjects = (side: 'before' | 'after') =>
    new Map(accounts.flatMap((pair) => (pair[side] === undefined ? [] : [[pair[side].id, pair.subject]])));
  const administrators = (organization: Organization, of: ReadonlyMap<string, Subject>) =>
    new Map(
      [...organization.delegatedAdministrators].flatMap(([service, ids]) =>
        ids.flatMap((id) => {
          const account = of.get(id);
          return account === undefined ? [] : [[JSON.stringify([service, account.key]), { service, account }]];
        }),
      ),
    );
  const [actingBefore, actingAfter] = [administrators(before, subjects('before')), administrators(after, subjects('after'))];
  return [
    ...[...trustedAfter]
      .filter((service) => !trustedBefore.has(service))
      .map((service) => ({ kind: 'trustedAccessEnabled' as const, service })),
    ...[...trustedBefore]
      .filter((service) => !trustedAfter.has(service))
      .map((service) => ({ kind: 'trustedAccessDisabled' as const, service })),
    ...[...actingAfter].flatMap(([key, one]) =>
      actingBefore.has(key) ? [] : [{ kind: 'delegatedAdministratorRegistered' as const, ...one }],
    ),
    ...[...actingBefore].flatMap(([key, one]) =>
      actingAfter.has(key) ? [] : [{ kind: 'delegatedAdministratorDeregistered' as const, ...one }],
    ),
  ];
}

function compareDelegationPolicy(before: Organization, after: Organization, documents: Documents): readonly OrganizationDifference[] {
  const one = before.delegationPolicy === undefined ? undefined : { content: documents.before(before.delegationPolicy) };
  const other = after.delegationPolicy === undefined ? undefined : { content: documents.after(after.delegationPolicy) };
  if (one === undefined && other === undefined) return [];
  if (one !== undefined && other !== undefined && sameDocument(one.content, other.content)) return [];
  return [{ kind: 'delegationPolicyChanged', before: one, after: other }];
}
