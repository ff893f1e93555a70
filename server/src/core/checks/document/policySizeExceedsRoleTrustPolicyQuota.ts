import { defineCheck } from '../check';
import { reportSize, sizeWithoutWhitespace } from '../support/policySize';
import { policyCheck } from '../support/reference';

/** A warning, since the quota can be raised. */
export const policySizeExceedsRoleTrustPolicyQuota = defineCheck({
  code: 'policy-size-exceeds-role-trust-policy-quota',
  findingType: 'warning',
  appliesTo: ['trust'],
  summary: 'The trust policy is longer than the default quota',
  why: 'A trust policy may have 2,048 characters by default; the quota can be raised. White space does not count.',
  source: policyCheck('general-warning', 'policy-size-exceeds-role-trust-policy-quota'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "sts:ExternalId": "${'x'.repeat(2048)}" } } } }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "sts:ExternalId": "${'x'.repeat(1648)}" } } } }`,
      },
    ],
  },
  visit: {
    document(root, _policy, context) {
      reportSize(root, sizeWithoutWhitespace, context.catalog.quota('trustPolicySize'), context);
    },
  },
});
