import { isAccountId } from '../../policy/arn';
import type { Arn } from '../../policy/arn';

// Calls that an account makes about itself; every other call of AWS Organizations is about something the management account owns.
// <https://docs.aws.amazon.com/organizations/latest/APIReference/action-reference.html>
const ownAccountActions: ReadonlySet<string> = new Set([
  'organizations:accepthandshake',
  'organizations:createorganization',
  'organizations:declinehandshake',
  'organizations:describehandshake',
  'organizations:describeorganization',
  'organizations:leaveorganization',
  'organizations:listhandshakesforaccount',
]);

// What a member account may read once it administers some service for the organization: "You can only call this operation from the
// management account or a member account that is a delegated administrator." To change policies it needs the delegation policy.
// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html>
const delegatedReads: ReadonlySet<string> = new Set(
  [
    'DescribeAccount',
    'DescribeCreateAccountStatus',
    'DescribeOrganizationalUnit',
    'DescribePolicy',
    'DescribeResourcePolicy',
    'ListAccounts',
    'ListAccountsForParent',
    'ListAccountsWithInvalidEffectivePolicy',
    'ListAWSServiceAccessForOrganization',
    'ListChildren',
    'ListCreateAccountStatus',
    'ListDelegatedAdministrators',
    'ListDelegatedServicesForAccount',
    'ListEffectivePolicyValidationErrors',
    'ListHandshakesForOrganization',
    'ListOrganizationalUnitsForParent',
    'ListParents',
    'ListPolicies',
    'ListPoliciesForTarget',
    'ListRoots',
    'ListTagsForResource',
    'ListTargetsForPolicy',
  ].map((name) => `organizations:${name.toLowerCase()}`),
);

/** The account that owns the resource of a request: the given one, the ARN's, the organization's for its own actions, else the caller's. */
export function resourceOwner(
  action: string,
  arn: Arn | undefined,
  given: string | undefined,
  callerAccount: string | undefined,
  managementAccount: string | undefined,
): string | undefined {
  if (given !== undefined) return given;
  if (arn !== undefined && isAccountId(arn.account)) return arn.account;
  if (action.startsWith('organizations:') && managementAccount !== undefined && !isOwnAffair(action, arn, callerAccount))
    return managementAccount;
  return callerAccount;
}

/** Whether AWS Organizations keeps what a call is about in the management account, whoever calls. */
export function concernsOrganization(action: string): boolean {
  return action.startsWith('organizations:') && !ownAccountActions.has(action) && action !== 'organizations:describeeffectivepolicy';
}

/**
 * Whether the policies of the caller's account alone decide, though the resource is another's: what it says to an invitation, how the
 * organization's policies work on itself, a member's root session, on which no policy can be put, and what a delegated administrator reads.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/action-reference.html>, <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html>
 */
export function isOwnAffair(
  action: string,
  arn: Arn | undefined,
  callerAccount: string | undefined,
  isDelegatedAdministrator = false,
): boolean {
  if (action === 'sts:assumeroot' || ownAccountActions.has(action)) return true;
  if (isDelegatedAdministrator && delegatedReads.has(action)) return true;
  // "A member account can call this operation only if the TargetId parameter is set to the member account's own ID."
  if (action !== 'organizations:describeeffectivepolicy') return false;
  return arn === undefined || arn.resource.endsWith(`/${callerAccount}`);
}
