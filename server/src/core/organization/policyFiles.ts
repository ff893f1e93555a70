import type { PolicyType } from '../policy/policyType';

import type { Organization, PolicyFileUse, PolicyReference } from './organization';
import { isLaterType } from './organizationPolicyTypes';

/** Which files hold policies, and of which type; a file that is used twice has the type of its first use. */
export function policyFilesOf(organization: Organization): readonly PolicyFileUse[] {
  const uses = new Map<string, PolicyType>();
  const use = (file: string, type: PolicyType): void => {
    if (!uses.has(file)) uses.set(file, type);
  };
  const refer = (reference: PolicyReference | undefined, type: PolicyType): void => {
    if (reference?.kind === 'file') use(reference.file, type);
  };
  for (const { file, type } of organization.policies.values()) {
    // Of a type that AWS has added since nothing is known about the document.
    if (file !== undefined && !isLaterType(type)) use(file, type);
  }
  if (organization.delegationPolicy !== undefined) use(organization.delegationPolicy, 'delegation');
  for (const { principals, customerPolicies, resources } of organization.accounts) {
    const { users, groups, roles } = principals;
    for (const list of [users, groups, roles]) {
      for (const principal of list) {
        for (const reference of principal.managed) refer(reference, 'identity');
        for (const inline of principal.inline) refer(inline.reference, 'identity');
      }
    }
    for (const { trust } of roles) refer(trust, 'trust');
    for (const list of [users, roles]) for (const { boundary } of list) refer(boundary, 'permissionsBoundary');
    for (const { reference } of customerPolicies) refer(reference, 'identity');
    for (const { arn, policy } of resources) refer(policy, resourcePolicyType(arn));
  }
  return [...uses].map(([file, type]) => ({ file, type }));
}

function resourcePolicyType(arn: string): PolicyType {
  if (/^arn:[^:]*:s3:::[^/]+$/.test(arn)) return 'resource:s3-bucket';
  if (/^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(arn)) return 'resource:kms-key';
  return 'resource';
}
