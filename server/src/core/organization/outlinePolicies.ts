import { message } from '../text/message';

import { attachedReferences, policyTypeApplies } from './effectivePolicies';
import type { AttachmentTarget, Organization, OrganizationPolicyType } from './organization';
import { organizationPolicyReference, policyName } from './policyNames';
import type { OutlineBadge, OutlineEntry } from './outline';
import { policyTypeFolders } from './organizationPolicyTypes';

/** The policies of the organization that reach a target: its own, then what it inherits, the nearest first. */
export function attachedPolicies(
  organization: Organization,
  target: AttachmentTarget,
  above: readonly AttachmentTarget[],
): readonly OutlineEntry[] {
  const direct = policiesAt(organization, target, target.id, undefined);
  const inherited = [...above].reverse().flatMap((parent) => policiesAt(organization, parent, target.id, parent.name));
  if (direct.length + inherited.length === 0) return [];
  const label =
    above.length === 0
      ? message('Attached policies ({0})', direct.length)
      : message('Attached policies ({0}, inherited {1})', direct.length, inherited.length);
  return [
    {
      id: `${target.id} attached`,
      kind: 'policies',
      label,
      description: '',
      tooltip: message('policies of the organization that are attached to {0} or inherited by it', target.name),
      accessibleLabel: label,
      badges: [],
      origin: target.origin,
      children: [...direct, ...inherited],
    },
  ];
}

/** What one place has attached. Types that are off are shown only where something is written, as not applied. */
function policiesAt(
  organization: Organization,
  place: AttachmentTarget,
  owner: string,
  inheritedFrom: string | undefined,
): readonly OutlineEntry[] {
  return policyTypeFolders.flatMap((type) => {
    const applies = policyTypeApplies(organization, type);
    const references = applies ? attachedReferences(place, type) : place.attach.filter((reference) => reference.startsWith(`${type}/`));
    return references.map((reference) => policyEntry(organization, { reference, type, applies, place, owner, inheritedFrom }));
  });
}

interface Attached {
  readonly reference: string;
  readonly type: OrganizationPolicyType;
  readonly applies: boolean;
  readonly place: AttachmentTarget;
  readonly owner: string;
  readonly inheritedFrom: string | undefined;
}

function policyEntry(organization: Organization, { reference, type, applies, place, owner, inheritedFrom }: Attached): OutlineEntry {
  const policy = organization.policies.get(reference);
  const source = policy === undefined ? undefined : organizationPolicyReference(policy);
  const badges: OutlineBadge[] = [];
  if (inheritedFrom !== undefined) badges.push('inherited');
  if (!applies) badges.push('disabled');
  if (policy === undefined) badges.push('problem');
  if (source?.kind === 'awsManaged') badges.push('awsManaged');
  const name = policy?.name ?? (source === undefined ? reference : policyName(source));
  const where =
    inheritedFrom === undefined
      ? message('{0}', type.toUpperCase())
      : message('{0} · inherited from {1}', type.toUpperCase(), inheritedFrom);
  return {
    id: `${owner} ${place.id} ${reference}`,
    kind: 'policy',
    label: name,
    description: applies ? where : message('{0} · not applied: the policy type is off', where),
    tooltip: policy?.description ?? message('{0} attached to {1}', reference, place.name),
    accessibleLabel: message('policy {0}, {1}', name, where),
    badges,
    origin: source?.kind === 'file' ? { file: source.file, span: { start: 0, end: 0 } } : undefined,
    children: [],
  };
}
