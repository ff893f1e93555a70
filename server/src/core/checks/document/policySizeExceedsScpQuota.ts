import { defineCheck } from '../check';
import { minifiedSize, reportSize } from '../support/policySize';
import { policyCheck } from '../support/reference';

/** Judged without white space, as the console saves it: what exceeds the quota then is refused in any case. */
export const policySizeExceedsScpQuota = defineCheck({
  code: 'policy-size-exceeds-scp-quota',
  findingType: 'error',
  appliesTo: ['scp'],
  summary: 'The SCP is longer than the quota',
  why: 'Organizations refuses a service control policy of more than 10,240 characters (5,120 until May 2026). The console saves it without white space; the API and the CLI save what they are given.',
  source: policyCheck('error', 'policy-size-exceeds-scp-quota'),
  examples: {
    bad: [
      {
        policyType: 'scp',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(10240)}" } }`,
      },
    ],
    good: [
      {
        policyType: 'scp',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(9840)}" } }`,
      },
    ],
  },
  visit: {
    document(root, _policy, context) {
      reportSize(root, minifiedSize, context.catalog.quota('scpDocumentSize'), context);
    },
  },
});
