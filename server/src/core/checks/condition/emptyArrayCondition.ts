import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An empty list of values says nothing, or everything. */
export const emptyArrayCondition = defineCheck({
  code: 'empty-array-condition',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'A condition without values',
  why: 'No value can match, so the condition never holds (a negated one always does).',
  source: policyCheck('suggestion', 'empty-array-condition'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": [] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": ["a"] } } }`,
    ],
  },
  visit: {
    conditionSyntax({ key: { value }, read }, context) {
      if (value?.kind !== 'array' || value.items.length > 0) return;
      if (read === undefined || read.qualifier !== undefined || read.ifExists) return;
      context.report(value, message('no values: the condition matches nothing'));
    },
  },
});
