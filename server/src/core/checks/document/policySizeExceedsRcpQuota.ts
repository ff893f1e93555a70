import { defineCheck } from '../check';
import { minifiedSize, reportSize } from '../support/policySize';
import { policyCheck } from '../support/reference';

/** Judged without white space, as the console saves it: what exceeds the quota then is refused in any case. */
export const policySizeExceedsRcpQuota = defineCheck({
  code: 'policy-size-exceeds-rcp-quota',
  findingType: 'error',
  appliesTo: ['rcp'],
  summary: 'The RCP is longer than the quota',
  why: 'Organizations refuses a resource control policy of more than 5,120 characters. The console saves it without white space; the API and the CLI save what they are given.',
  source: policyCheck('error', 'policy-size-exceeds-rcp-quota'),
  examples: {
    bad: [
      {
        policyType: 'rcp',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(5120)}" } }`,
      },
    ],
    good: [
      {
        policyType: 'rcp',
        text: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::${'x'.repeat(4720)}" } }`,
      },
    ],
  },
  visit: {
    document(root, _policy, context) {
      reportSize(root, minifiedSize, context.catalog.quota('rcpDocumentSize'), context);
    },
  },
});
