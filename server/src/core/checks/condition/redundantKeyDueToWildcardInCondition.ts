import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A test that cannot fail. */
export const redundantKeyDueToWildcardInCondition = defineCheck({
  code: 'redundant-key-due-to-wildcard-in-condition',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'A condition that always holds because of `*`',
  why: 'Any value matches, and an absent key does as well: the key tests nothing.',
  source: policyCheck('suggestion', 'redundant-key-due-to-wildcard-in-condition'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLikeIfExists": { "aws:PrincipalOrgID": "*" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLikeIfExists": { "aws:PrincipalOrgID": "o-*" } } }`,
    ],
  },
  visit: {
    conditionEntry({ operator, key, values, read }, _statement, context) {
      if ((read?.name !== 'StringLike' && read?.name !== 'ArnLike') || !values.some(({ text }) => text === '*')) return;
      const always = read.qualifier === 'ForAllValues' || (read.qualifier === undefined && read.ifExists);
      if (always) context.report(key.span, message('this always holds: `*` matches any value, and `{0}` an absent key', operator.text));
    },
  },
});
