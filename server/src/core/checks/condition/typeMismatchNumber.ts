import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Decimal numbers. */
export const typeMismatchNumber = defineCheck({
  code: 'type-mismatch-number',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A Numeric condition with a value that is no number',
  why: 'The condition never holds.',
  source: policyCheck('general-warning', 'type-mismatch-number'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThanEquals": { "s3:max-keys": "ten" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThanEquals": { "s3:max-keys": "10" } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read }, _statement, context) {
      const family = read?.family;
      if (family !== 'Numeric') return;
      for (const { text, span } of values) {
        if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) || hasPlaceholder(text)) continue;
        context.report(span, message('`{0}` is no number', text));
      }
    },
  },
});
