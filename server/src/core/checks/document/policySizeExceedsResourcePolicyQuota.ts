import { defineCheck } from '../check';
import { minifiedSize, reportSize } from '../support/policySize';
import { policyCheck } from '../support/reference';

/** Only where the kind of resource is known. */
export const policySizeExceedsResourcePolicyQuota = defineCheck({
  code: 'policy-size-exceeds-resource-policy-quota',
  findingType: 'warning',
  appliesTo: ['resource:s3-bucket', 'resource:kms-key', 'vpcEndpoint', 'delegation'],
  summary: 'The policy is longer than its resource takes',
  why: 'Each kind of resource has its own quota: 20 KB for a bucket, 32 KB for a key, 20,480 characters for a VPC endpoint, 40,000 for the delegation policy.',
  source: policyCheck('general-warning', 'policy-size-exceeds-resource-policy-quota'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(20480)}" } }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(20080)}" } }`,
      },
    ],
  },
  visit: {
    document(root, _policy, context) {
      const quota = quotaNames.get(context.policyType);
      if (quota !== undefined) reportSize(root, minifiedSize, context.catalog.quota(quota), context);
    },
  },
});

const quotaNames: ReadonlyMap<string, string> = new Map([
  ['resource:s3-bucket', 's3BucketPolicySize'],
  ['resource:kms-key', 'kmsKeyPolicySize'],
  ['vpcEndpoint', 'vpcEndpointPolicySize'],
  ['delegation', 'delegationPolicySize'],
]);
