import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** ISO 8601, or seconds since 1970. */
export const typeMismatchDate = defineCheck({
  code: 'type-mismatch-date',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A Date condition with a value that is no date',
  why: 'The condition never holds. Dates are written as ISO 8601, such as `2026-01-31T00:00:00Z`.',
  source: policyCheck('general-warning', 'type-mismatch-date'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "DateLessThan": { "aws:CurrentTime": "next friday" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "DateLessThan": { "aws:CurrentTime": ["2026-01-31T00:00:00Z", "2026-01-31", "2026-01-31T09:00:00+09:00"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read }, _statement, context) {
      const family = read?.family;
      if (family !== 'Date') return;
      for (const { text, span } of values) {
        if (
          /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/i.test(text) ||
          /^\d+(?:\.\d+)?$/.test(text) ||
          hasPlaceholder(text)
        )
          continue;
        context.report(span, message('`{0}` is no date', text));
      }
    },
  },
});
