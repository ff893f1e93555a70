import { isAccountId } from '../../policy/arn';
import type { Arn } from '../../policy/arn';

// Calls that an account makes about itself; every other call of AWS Organizations is about something the management account owns.
// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_permissions_overview.html>
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
  if (action.startsWith('organizations:') && managementAccount !== undefined && !ownAccountActions.has(action)) return managementAccount;
  return callerAccount;
}
