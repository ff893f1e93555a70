import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { variablesIn } from '../support/variables';

/** Variables are `${name}`. */
export const emptyVariable = defineCheck({
  code: 'empty-variable',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A policy variable without a name',
  why: 'AWS refuses `${}`.',
  source: policyCheck('error', 'empty-variable'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${}/*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:username}/*" }`],
  },
  visit: {
    variables({ text, span }, context) {
      if (!variablesIn(text).some(({ inner }) => inner.trim() === '')) return;
      context.report(span, message('a policy variable lacks its name'));
    },
  },
});
