import type { PolicyType } from '../policy/policyType';
import { oncePer } from '../text/oncePer';

import type { Account, Organization, PolicyFileUse, PolicyReference } from './organization';
import { isLaterType } from './organizationPolicyTypes';

/** Which files hold policies, and of which type; a file that is used twice has the type of its first use. */
export function policyFilesOf(organization: Organization): readonly PolicyFileUse[] {
  const uses = new Map<string, PolicyType>();
  const use = (file: string, type: PolicyType): void => {
    if (!uses.has(file)) uses.set(file, type);
  };
  for (const { file, type } of organization.policies.values()) {
    // Of a type that AWS has added since nothing is known about the document.
    if (file !== undefined && !isLaterType(type)) use(file, type);
  }
  if (organization.delegationPolicy !== undefined) use(organization.delegationPolicy, 'delegation');
  for (const account of organization.accounts) if (isDescribed(account)) for (const [file, type] of usesIn(account)) use(file, type);
  return [...uses].map(([file, type]) => ({ file, type }));
}

function isDescribed({ principals: { users, groups, roles }, customerPolicies, resources }: Account): boolean {
  return users.length > 0 || groups.length > 0 || roles.length > 0 || customerPolicies.length > 0 || resources.length > 0;
}

const usesIn: (account: Account) => ReadonlyMap<string, PolicyType> = oncePer(({ principals, customerPolicies, resources }) => {
  const uses = new Map<string, PolicyType>();
  const refer = (reference: PolicyReference | undefined, type: PolicyType): void => {
    if (reference?.kind === 'file' && !uses.has(reference.file)) uses.set(reference.file, type);
  };
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
  return uses;
});

function resourcePolicyType(arn: string): PolicyType {
  if (/^arn:[^:]*:s3:::[^/]+$/.test(arn)) return 'resource:s3-bucket';
  if (/^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(arn)) return 'resource:kms-key';
  return 'resource';
}
