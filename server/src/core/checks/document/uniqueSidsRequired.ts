import { defineCheck } from '../check';
import { reportDuplicateSids } from '../support/duplicateSids';
import { iamPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** IAM wants each Sid once in a policy. */
export const uniqueSidsRequired = defineCheck({
  code: 'unique-sids-required',
  findingType: 'error',
  appliesTo: iamPolicyTypes,
  summary: 'Two statements have the same `Sid`',
  why: 'IAM refuses a policy in which two statements share a Sid.',
  source: policyCheck('error', 'unique-sids-required'),
  examples: {
    bad: [
      `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }, { "Sid": "Read", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }] }`,
    ],
    good: [
      `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }, { "Sid": "Write", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }] }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      reportDuplicateSids(root, context);
    },
  },
});
