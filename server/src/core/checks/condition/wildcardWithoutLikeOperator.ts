import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { withoutVariables } from '../support/variables';

/** Only the Like operators know wildcards. */
export const wildcardWithoutLikeOperator = defineCheck({
  code: 'wildcard-without-like-operator',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A wildcard for an operator that takes it literally',
  why: 'StringEquals compares character by character: `*` is a star. StringLike knows wildcards.',
  source: policyCheck('general-warning', 'wildcard-without-like-operator'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "blue-*" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLike": { "aws:PrincipalTag/team": "blue-*" }, "StringEquals": { "aws:PrincipalTag/x": "a\${*}" } } }`,
    ],
  },
  visit: {
    conditionEntry({ operator, values, read }, _statement, context) {
      if (read?.family !== 'String' || read.name.endsWith('Like')) return;
      for (const { text, span } of values) {
        if (!/[*?]/.test(withoutVariables(text))) continue;
        context.report(
          span,
          message('`{0}` takes wildcards literally; `{1}` matches them', operator.text, read.negated ? 'StringNotLike' : 'StringLike'),
        );
      }
    },
  },
});
