import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Two values, in any case. */
export const typeMismatchBoolean = defineCheck({
  code: 'type-mismatch-boolean',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A Bool or Null condition with another value than `true` or `false`',
  why: 'The condition never holds.',
  source: policyCheck('general-warning', 'type-mismatch-boolean'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:SecureTransport": "yes" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:SecureTransport": "True" }, "Null": { "aws:TokenIssueTime": true } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read }, _statement, context) {
      const family = read?.family;
      if (family !== 'Bool' && family !== 'Null') return;
      for (const { text, span } of values) {
        if (/^(?:true|false)$/i.test(text) || hasPlaceholder(text)) continue;
        context.report(span, message('`{0}` is neither `true` nor `false`', text));
      }
    },
  },
});
