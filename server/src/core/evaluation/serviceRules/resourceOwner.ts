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

/**
 * Whether the policies of the caller's account alone decide, though the resource is another's: what it says to an invitation, how the
 * organization's policies work on itself, and a member's root session, on which no policy can be put.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/action-reference.html>, <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html>
 */
export function isOwnAffair(action: string, arn: Arn | undefined, callerAccount: string | undefined): boolean {
  if (action === 'sts:assumeroot' || ownAccountActions.has(action)) return true;
  // "A member account can call this operation only if the TargetId parameter is set to the member account's own ID."
  if (action !== 'organizations:describeeffectivepolicy') return false;
  return arn === undefined || arn.resource.endsWith(`/${callerAccount}`);
}
