import { attachedReferences, policyTypeApplies } from './effectivePolicies';
import { notExported } from './importAwsOutputs';
import { foreignPolicySubject } from './matchOrganizations';
import type { OrganizationMatch, Pair } from './matchOrganizations';
import type { AttachmentTarget, Organization, OrganizationPolicyType } from './organization';
import type { OrganizationDifference, Subject } from './organizationDifferences';
import { policyTypeFolders } from './organizationPolicyTypes';

/**
 * What is attached in one version only, and declarative policies whose order differs. Where a type is turned on AWS attaches its own policy
 * everywhere, so that is where the earlier version stands; where a type is off, nothing is attached, whatever the files say.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html>
 */
export function compareAttachments(before: Organization, after: Organization, match: OrganizationMatch): readonly OrganizationDifference[] {
  const targets: readonly Pair<AttachmentTarget>[] = [match.root, ...match.units, ...match.accounts];
  const subjects = {
    before: subjectsOf(match, before, 'before'),
    after: subjectsOf(match, after, 'after'),
  };
  const types = policyTypeFolders.filter((type) => policyTypeApplies(after, type));
  return targets.flatMap((target) => {
    // What is deleted loses what it has.
    if (target.after === undefined) return [];
    const later = target.after;
    return types.flatMap((type) => {
      const old = policyTypeApplies(before, type) && target.before !== undefined ? target.before : { attach: [] };
      const [had, has] = [attachedReferences(old, type), attachedReferences(later, type)];
      if ([...had, ...has].includes(`${type}/${notExported}`)) return [];
      return compareTarget(target.subject, type, had.map(subjects.before), has.map(subjects.after));
    });
  });
}

/** The policy of a reference, by the reference of one version. */
function subjectsOf({ policies }: OrganizationMatch, organization: Organization, side: 'before' | 'after'): (reference: string) => Subject {
  const own = new Map(policies.flatMap((pair) => (pair[side] === undefined ? [] : [[pair[side].reference, pair.subject]])));
  return (reference) => own.get(reference) ?? foreignPolicySubject(reference, organization.policies.get(reference));
}

function compareTarget(
  target: Subject,
  type: OrganizationPolicyType,
  had: readonly Subject[],
  has: readonly Subject[],
): readonly OrganizationDifference[] {
  const [keysBefore, keysAfter] = [new Set(had.map(({ key }) => key)), new Set(has.map(({ key }) => key))];
  const attached = has.filter(({ key }) => !keysBefore.has(key)).map((policy) => ({ kind: 'policyAttached' as const, policy, target }));
  const detached = had.filter(({ key }) => !keysAfter.has(key)).map((policy) => ({ kind: 'policyDetached' as const, policy, target }));
  if (type === 'scp' || type === 'rcp') return [...attached, ...detached];
  const stay = had.filter(({ key }) => keysAfter.has(key));
  const sequence = has.slice(lengthInOrder(stay, has));
  const again = sequence.filter(({ key }) => keysBefore.has(key));
  const reordered = again.length === 0 ? [] : [{ kind: 'policiesReordered' as const, target, type, again, sequence }];
  return [...attached, ...detached, ...reordered];
}

/** How many of the wanted ones are there already, in this order; whatever is attached comes behind them. */
function lengthInOrder(there: readonly Subject[], wanted: readonly Subject[]): number {
  let at = 0;
  let length = 0;
  for (const { key } of wanted) {
    const found = there.findIndex((policy, index) => index >= at && policy.key === key);
    if (found === -1) break;
    at = found + 1;
    length++;
  }
  return length;
}
