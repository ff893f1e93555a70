import { message } from '../text/message';

import { attachedReferences, policyTypeApplies } from './effectivePolicies';
import type { AttachmentTarget, Organization, OrganizationPolicyType } from './organization';
import { organizationPolicyReference, policyName } from './policyNames';
import { policyTypeFolders, policyTypeOfFolder } from './organizationPolicyTypes';
import { createEntry, partOf } from './outlineEntry';
import type { EntryPart, OutlineBadge, OutlineEntry } from './outlineEntry';

/** The policies of the organization that reach a target, in a group: its own, then what it inherits, the nearest first. */
export function attachedPolicies(organization: Organization, target: AttachmentTarget, above: readonly AttachmentTarget[]): EntryPart {
  const direct = countAt(organization, target);
  const inherited = above.reduce((sum, parent) => sum + countAt(organization, parent), 0);
  const label =
    above.length === 0 ? message('Attached policies ({0})', direct) : message('Attached policies ({0}, inherited {1})', direct, inherited);
  const make = (): OutlineEntry =>
    createEntry(
      {
        id: `${target.id} attached`,
        kind: 'policies',
        label,
        tooltip: message('policies of the organization that are attached to {0} or inherited by it', target.name),
        origin: target.origin,
      },
      [
        partOf([...attachedAt(organization, target)], (attached) =>
          policyEntry(organization, { ...attached, owner: target, isInherited: false }),
        ),
        partOf(
          [...above].reverse().flatMap((parent) => attachedAt(organization, parent)),
          (attached) => policyEntry(organization, { ...attached, owner: target, isInherited: true }),
        ),
      ],
    );
  return { count: direct + inherited === 0 ? 0 : 1, at: make };
}

interface AttachedAt {
  readonly reference: string;
  readonly type: OrganizationPolicyType;
  readonly applies: boolean;
  readonly place: AttachmentTarget;
}

interface Attached extends AttachedAt {
  readonly owner: AttachmentTarget;
  readonly isInherited: boolean;
}

function countAt(organization: Organization, place: AttachmentTarget): number {
  return attachedAt(organization, place).length;
}

/** What one place has attached. Types that are off are there only where something is written, as not applied. */
function attachedAt(organization: Organization, place: AttachmentTarget): readonly AttachedAt[] {
  const written = new Set(place.attach.map((reference) => reference.slice(0, reference.indexOf('/'))));
  const types: OrganizationPolicyType[] = [];
  for (const type of organization.root.policyTypes.keys()) if (policyTypeApplies(organization, type)) types.push(type);
  for (const name of written) {
    const type = policyTypeOfFolder(name);
    if (type !== undefined && !types.includes(type)) types.push(type);
  }
  return types.sort(byTable).flatMap((type) => {
    const applies = policyTypeApplies(organization, type);
    const references = applies ? attachedReferences(place, type) : place.attach.filter((reference) => reference.startsWith(`${type}/`));
    return references.map((reference) => ({ reference, type, applies, place }));
  });
}

/** In the order in which AWS's table has the types; newer ones come last. */
function byTable(one: OrganizationPolicyType, other: OrganizationPolicyType): number {
  const rank = (type: OrganizationPolicyType): number => {
    const index = policyTypeFolders.indexOf(type);
    return index < 0 ? policyTypeFolders.length : index;
  };
  return rank(one) - rank(other);
}

function policyEntry(organization: Organization, { reference, type, applies, place, owner, isInherited }: Attached): OutlineEntry {
  const policy = organization.policies.get(reference);
  const source = policy === undefined ? undefined : organizationPolicyReference(policy);
  const badges: OutlineBadge[] = [isInherited ? 'inherited' : 'attached'];
  if (!applies) badges.push('disabled');
  if (policy === undefined) badges.push('problem');
  if (source?.kind === 'awsManaged') badges.push('awsManaged');
  const name = policy?.name ?? (source === undefined ? reference : policyName(source));
  const where = isInherited ? message('{0} · inherited from {1}', type.toUpperCase(), place.name) : message('{0}', type.toUpperCase());
  return createEntry({
    id: `${owner.id} ${place.id} ${reference}`,
    kind: 'policy',
    label: name,
    description: applies ? where : message('{0} · not applied: the policy type is off', where),
    tooltip: policy?.description ?? message('{0} attached to {1}', reference, place.name),
    accessibleLabel: message('policy {0}, {1}', name, where),
    badges,
    origin: source?.kind === 'file' ? { file: source.file, span: { start: 0, end: 0 } } : undefined,
    policy: reference,
  });
}
