import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Variables are `${name}`. */
export const missingBraceInVariable = defineCheck({
  code: 'missing-brace-in-variable',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A policy variable without its closing brace',
  why: 'AWS refuses it.',
  source: policyCheck('error', 'missing-brace-in-variable'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:username/*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:username}/*" }`],
  },
  visit: {
    variables({ text, span }, context) {
      if (!/\$\{[^{}]*$/.test(text)) return;
      context.report(span, message('a policy variable lacks its closing brace'));
    },
  },
});
