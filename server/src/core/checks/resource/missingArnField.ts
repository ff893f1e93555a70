import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** A wildcard at the end stands for the rest, so such an ARN is complete. */
export const missingArnField = defineCheck({
  code: 'missing-arn-field',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'An ARN with fewer than six fields',
  why: 'An ARN is `arn:partition:service:region:account:resource`; fields may be empty, their colons may not be missing.',
  source: policyCheck('error', 'missing-arn-field'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:amzn-s3-demo-bucket" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3*", "arn:aws:s3:\${rest}"] }`,
    ],
  },
  visit: {
    arn({ resource }, { text, span }, context) {
      if (resource !== undefined || /[*?]/.test(text) || hasPlaceholder(text)) return;
      context.report(span, message('an ARN has six fields: {0}', '`arn:partition:service:region:account:resource`'));
    },
  },
});
