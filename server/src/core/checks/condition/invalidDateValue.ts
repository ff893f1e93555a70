import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** aws:EpochTime is in seconds by nature. */
export const invalidDateValue = defineCheck({
  code: 'invalid-date-value',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A date as a number of seconds',
  why: 'AWS reads it, but people do not: write ISO 8601, such as `2026-01-31T00:00:00Z`.',
  source: policyCheck('general-warning', 'invalid-date-value'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "DateGreaterThan": { "aws:CurrentTime": "1698796800" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "DateGreaterThan": { "aws:CurrentTime": "2023-11-01T00:00:00Z" } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read, keyName }, _statement, context) {
      if (read?.family !== 'Date' || keyName === 'aws:epochtime') return;
      for (const { text, span } of values) {
        if (!/^\d{5,}$/.test(text)) continue;
        context.report(span, message('write the date as ISO 8601, such as `{0}`', '2026-01-31T00:00:00Z'));
      }
    },
  },
});
