import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Bytes are written in base64. */
export const typeMismatchString = defineCheck({
  code: 'type-mismatch-string',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A BinaryEquals condition with a value that is not base64',
  why: 'The condition never holds.',
  source: policyCheck('general-warning', 'type-mismatch-string'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "BinaryEquals": { "aws:PrincipalTag/blob": "***" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "BinaryEquals": { "aws:PrincipalTag/blob": "QmluYXJ5" } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read }, _statement, context) {
      const family = read?.family;
      if (family !== 'Binary') return;
      for (const { text, span } of values) {
        if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) || hasPlaceholder(text)) continue;
        context.report(span, message('`{0}` is not base64', text));
      }
    },
  },
});
