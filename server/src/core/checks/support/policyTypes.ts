import type { PolicyType } from '../../policy/policyType';

/** Attached to principals, or passed with a session: the principal is whoever holds the policy. */
export const identityPolicyTypes = ['identity', 'permissionsBoundary', 'session'] as const satisfies readonly PolicyType[];

/** Attached to a resource other than a role. */
export const resourcePolicyTypes = [
  'resource',
  'resource:s3-bucket',
  'resource:kms-key',
  'vpcEndpoint',
  'delegation',
] as const satisfies readonly PolicyType[];

/** Stored by IAM, whose rules for Sid they follow. */
export const iamPolicyTypes = [...identityPolicyTypes, 'trust'] as const satisfies readonly PolicyType[];

/** Policies that have a principal of their own in each statement. */
export const principalPolicyTypes = [...resourcePolicyTypes, 'trust'] as const satisfies readonly PolicyType[];

const accessPolicyTypes: ReadonlySet<PolicyType> = new Set<PolicyType>([...identityPolicyTypes, ...principalPolicyTypes, 'scp', 'rcp']);

/** Whether statements decide access; tag policies, backup policies and their like have a grammar of their own. */
export function isAccessPolicyType(policyType: PolicyType): boolean {
  return accessPolicyTypes.has(policyType);
}
