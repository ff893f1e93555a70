import { accountOf, organizationalUnitsOf, policyTypeApplies } from '../organization/effectivePolicies';
import type { AttachmentTarget, Organization } from '../organization/organization';
import { message } from '../text/message';
import type { Message } from '../text/message';

/**
 * Policies that somebody attached and that decide nothing: the feature set has none, or their type is off.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html#feature-set>
 */
export function unappliedNotes(
  organization: Organization,
  callerAccount: string | undefined,
  owner: string | undefined,
): readonly Message[] {
  const scps = attachedOnTheWay(organization, callerAccount, 'scp');
  const rcps = attachedOnTheWay(organization, owner, 'rcp');
  if (organization.featureSet !== 'ALL') {
    const concerned = [callerAccount, owner].some((id) => id !== undefined && accountOf(organization, id) !== undefined);
    return concerned ? [message('SCPs and RCPs do not apply: the organization has consolidated billing only')] : [];
  }
  return [
    ...(scps ? [message('SCPs are attached above the caller and not applied: the policy type is off')] : []),
    ...(rcps ? [message('RCPs are attached above the resource and not applied: the policy type is off')] : []),
  ];
}

function attachedOnTheWay(organization: Organization, accountId: string | undefined, type: 'scp' | 'rcp'): boolean {
  if (policyTypeApplies(organization, type)) return false;
  const account = accountId === undefined ? undefined : accountOf(organization, accountId);
  if (account === undefined) return false;
  const way: readonly AttachmentTarget[] = [organization.root, ...organizationalUnitsOf(organization, account.ou).units, account];
  return way.some(({ attach }) => attach.some((reference) => reference.startsWith(`${type}/`) && !/FullAWSAccess$/.test(reference)));
}
