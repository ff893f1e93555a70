import { defineCheck } from '../check';
import { reportSize, sizeWithoutWhitespace } from '../support/policySize';
import { policyCheck } from '../support/reference';

/** Judged by the largest of the quotas, as AWS does: which one holds depends on where the policy goes. */
export const policySizeExceedsIdentityPolicyQuota = defineCheck({
  code: 'policy-size-exceeds-identity-policy-quota',
  findingType: 'warning',
  appliesTo: ['identity'],
  summary: 'The policy is longer than any identity policy may be',
  why: 'The largest quota is 10,240 characters for all inline policies of a role together; a managed policy may have 6,144. White space does not count.',
  source: policyCheck('general-warning', 'policy-size-exceeds-identity-policy-quota'),
  examples: {
    bad: [
      {
        policyType: 'identity',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(10240)}" } }`,
      },
    ],
    good: [
      {
        policyType: 'identity',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(9840)}" } }`,
      },
    ],
  },
  visit: {
    document(root, _policy, context) {
      reportSize(root, sizeWithoutWhitespace, context.catalog.quota('roleInlinePolicySize'), context);
    },
  },
});
