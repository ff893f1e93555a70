import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A star matches any value, so only presence is tested. */
export const equivalentToNullFalse = defineCheck({
  code: 'equivalent-to-null-false',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: '`StringLike` with the only value `*`',
  why: 'It tests no more than whether the key is there: `Null` with `false` says so.',
  source: policyCheck('suggestion', 'equivalent-to-null-false'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLike": { "aws:ResourceTag/team": "*" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLike": { "aws:ResourceTag/team": ["a*", "b*"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ operator, values, read }, _statement, context) {
      const value = values[0];
      if (read === undefined || value?.text !== '*' || values.length > 1 || read.qualifier !== undefined || read.ifExists) return;
      if (read.name !== 'StringLike' && read.name !== 'ArnLike') return;
      context.report(value.span, message('`{0}` with `*` is `Null` with `false`', operator.text));
    },
  },
});
