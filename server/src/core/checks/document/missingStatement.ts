import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lacks } from '../support/elements';
import { openingBrace } from '../support/places';
import { policyCheck } from '../support/reference';

/** A policy is its statements. */
export const missingStatement = defineCheck({
  code: 'missing-statement',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The policy has no `Statement`',
  why: 'A policy without statements says nothing, and AWS refuses it.',
  source: policyCheck('error', 'missing-statement'),
  examples: {
    bad: [`{ "Version": "2012-10-17" }`],
    good: [
      `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }] }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      if (root.kind !== 'object' || !lacks(root, 'Statement')) return;
      context.report(openingBrace(root), message('the policy has no Statement'));
    },
  },
});
