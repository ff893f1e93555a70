import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** True or false. */
export const invalidConditionMultipleBoolean = defineCheck({
  code: 'invalid-condition-multiple-boolean',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'Several values for a Bool condition',
  why: 'Bool compares with one value; both together would always hold.',
  source: policyCheck('error', 'invalid-condition-multiple-boolean'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:SecureTransport": ["true", "false"] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, values, read }, _statement, context) {
      if (values.length < 2 || read?.family !== 'Bool') return;
      context.report(key.span, message('`Bool` takes one value'));
    },
  },
});
