import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Ids have a form. */
export const invalidVpcFormat = defineCheck({
  code: 'invalid-vpc-format',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A value of `aws:SourceVpc` that is no id',
  why: 'The id is `vpc-` and 8 or 17 letters and digits.',
  source: policyCheck('error', 'invalid-vpc-format'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:SourceVpc": "vpc-123" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:SourceVpc": ["vpc-12345678", "\${id}"] }, "StringLike": { "aws:SourceVpc": "vpc-*" } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read, keyName }, _statement, context) {
      if (keyName !== 'aws:sourcevpc' || read?.family !== 'String') return;
      for (const { text, span } of values) {
        if (/^vpc-(?:[0-9a-z]{8}|[0-9a-z]{17})$/i.test(text) || /[*?]/.test(text) || hasPlaceholder(text)) continue;
        context.report(span, message('`{0}` is no id of the form `vpc-…`', text));
      }
    },
  },
});
