import type { OrganizationPolicy, PolicyReference } from './organization';
import { stemOf } from './organizationFiles';
import { awsManagedOrganizationPolicies } from './organizationPolicyTypes';

/** What people call a policy: the name of its file, of the inline policy, or AWS's. */
export function policyName(reference: PolicyReference): string {
  switch (reference.kind) {
    case 'file':
      return stemOf(reference.file);
    case 'embedded':
      return reference.name;
    case 'awsManaged':
      return reference.arn.split('/').at(-1) ?? reference.arn;
    case 'unresolved':
      return reference.text;
  }
}

/** A policy of the organization's catalogue as a reference. */
export function organizationPolicyReference(policy: OrganizationPolicy): PolicyReference {
  const origin = policy.origin ?? { file: '', span: { start: 0, end: 0 } };
  if (policy.file !== undefined) return { kind: 'file', file: policy.file, origin };
  const managed = awsManagedOrganizationPolicies.find(({ reference }) => reference === policy.reference);
  return managed === undefined ? { kind: 'unresolved', text: policy.reference, origin } : { kind: 'awsManaged', arn: managed.arn, origin };
}
