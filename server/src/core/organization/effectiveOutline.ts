import { message } from '../text/message';
import type { Message } from '../text/message';

import { attachedReferences, organizationalUnitsOf, policyTypeApplies } from './effectivePolicies';
import type { Account, AttachmentTarget, Organization, OrganizationalUnit, OrganizationPolicyType, OrganizationRoot } from './organization';
import { organizationPolicyReference } from './policyNames';
import { createEntry, partOf } from './outlineEntry';
import type { EntryPart, OutlineEntry } from './outlineEntry';

type Target = OrganizationRoot | OrganizationalUnit | Account;

/** A place on the way to a target, or an OU that the manifest does not have. */
interface Step {
  readonly id: string;
  readonly name: string | Message;
  readonly place: AttachmentTarget | undefined;
}

/**
 * The policies that are effective at the root, an OU or an account: for each type that is on, level by level, root first; of declarative
 * types also what they amount to.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
 */
export function effectiveOutline(organization: Organization, target: Target): readonly OutlineEntry[] {
  const exempt = target.kind === 'account' && target.id === organization.managementAccount;
  const steps = stepsTo(organization, target);
  if (organization.featureSet !== 'ALL') return [noPoliciesEntry(target)];
  const on = [...organization.root.policyTypes.keys()].filter((type) => policyTypeApplies(organization, type));
  const off = [...new Set([...organization.policies.values()].map(({ type }) => type))].filter(
    (type) => !policyTypeApplies(organization, type) && steps.some(({ place }) => hasWritten(place, type)),
  );
  return [
    ...on.map((type) => typeEntry(organization, { type, target, steps, exempt: exempt && (type === 'scp' || type === 'rcp') })),
    ...off.map((type) => offEntry(organization, type, target, steps)),
  ];
}

/** <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html#feature-set> */
function noPoliciesEntry({ id }: Target): OutlineEntry {
  return createEntry({
    id: `effective ${id} none`,
    kind: 'policies',
    label: message('No policies'),
    description: message('do not apply: consolidated billing only'),
    badges: ['disabled'],
  });
}

function hasWritten(place: AttachmentTarget | undefined, type: OrganizationPolicyType): boolean {
  return place?.attach.some((reference) => reference.startsWith(`${type}/`)) === true;
}

/** A type that is off, and what is attached of it in vain. */
function offEntry(organization: Organization, type: OrganizationPolicyType, target: Target, steps: readonly Step[]): OutlineEntry {
  return createEntry(
    {
      id: `effective ${target.id} ${type}`,
      kind: 'policies',
      label: type.toUpperCase(),
      description: message('not applied: the policy type is off'),
      badges: ['disabled'],
    },
    [
      partOf(
        steps.filter(({ place }) => hasWritten(place, type)),
        (step) => levelEntry(organization, type, step, target),
      ),
    ],
  );
}

interface TypeFacts {
  readonly type: OrganizationPolicyType;
  readonly target: Target;
  readonly steps: readonly Step[];
  readonly exempt: boolean;
}

function typeEntry(organization: Organization, { type, target, steps, exempt }: TypeFacts): OutlineEntry {
  const isDeclarative = type !== 'scp' && type !== 'rcp';
  const count = steps.reduce((sum, { place }) => sum + (place === undefined ? 0 : attachedReferences(place, type).length), 0);
  const policies = count === 1 ? message('1 policy') : message('{0} policies', count);
  const levels = steps.filter(({ place }) => !isDeclarative || place === undefined || attachedReferences(place, type).length > 0);
  const merged: EntryPart = {
    // AWS tells what declarative policies amount to for accounts alone.
    count: isDeclarative && count > 0 && target.kind === 'account' ? 1 : 0,
    at: () =>
      createEntry({
        id: `effective ${target.id} ${type} document`,
        kind: 'effective',
        label: message('Effective policy'),
        description: message('all levels as one, with origins'),
        policy: type,
        target: target.id,
      }),
  };
  return createEntry(
    {
      id: `effective ${target.id} ${type}`,
      kind: 'policies',
      label: type.toUpperCase(),
      description: exempt ? message('do not reach the management account') : policies,
      badges: exempt ? ['disabled'] : [],
    },
    [merged, partOf(levels, (step) => levelEntry(organization, type, step, target))],
  );
}

function levelEntry(organization: Organization, type: OrganizationPolicyType, { id, name, place }: Step, target: Target): OutlineEntry {
  const entryId = `effective ${target.id} ${type} ${id}`;
  if (place === undefined) {
    return createEntry({
      id: entryId,
      kind: 'level',
      label: name,
      description: message('not in the manifest: unknown'),
      badges: ['problem'],
    });
  }
  const references = attachedReferences(place, type);
  return createEntry(
    {
      id: entryId,
      kind: 'level',
      label: name,
      description: references.map((reference) => nameOf(organization, reference)).join(', '),
      origin: place.origin,
    },
    [partOf(references, (reference) => policyEntry(organization, entryId, reference))],
  );
}

function nameOf({ policies }: Organization, reference: string): string {
  return policies.get(reference)?.name ?? `${reference}?`;
}

function policyEntry(organization: Organization, level: string, reference: string): OutlineEntry {
  const policy = organization.policies.get(reference);
  const source = policy === undefined ? undefined : organizationPolicyReference(policy);
  return createEntry({
    id: `${level} ${reference}`,
    kind: 'policy',
    label: policy?.name ?? reference,
    description: policy === undefined ? message('unknown') : (policy.description ?? ''),
    tooltip: policy?.description ?? reference,
    badges: [...(policy === undefined ? (['problem'] as const) : []), ...(source?.kind === 'awsManaged' ? (['awsManaged'] as const) : [])],
    origin: source?.kind === 'file' ? { file: source.file, span: { start: 0, end: 0 } } : undefined,
    policy: reference,
  });
}

function stepsTo(organization: Organization, target: Target): readonly Step[] {
  const { root } = organization;
  const step = (place: Target, name: string | Message): Step => ({ id: place.id, name, place });
  if (target.kind === 'root') return [step(root, root.name)];
  const path = target.kind === 'account' ? target.ou : target.path;
  const { units, complete } = organizationalUnitsOf(organization, path);
  const gap: readonly Step[] = complete ? [] : [{ id: `unknown ${path}`, name: path, place: undefined }];
  const own: readonly Step[] = target.kind === 'account' ? [step(target, target.name)] : [];
  return [step(root, root.name), ...units.map((unit) => step(unit, unit.name)), ...gap, ...own];
}
