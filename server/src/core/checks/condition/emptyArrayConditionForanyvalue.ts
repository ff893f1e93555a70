import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An empty list of values says nothing, or everything. */
export const emptyArrayConditionForanyvalue = defineCheck({
  code: 'empty-array-condition-foranyvalue',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: '`ForAnyValue` without values',
  why: 'The condition never holds.',
  source: policyCheck('suggestion', 'empty-array-condition-foranyvalue'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": [] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } } }`,
    ],
  },
  visit: {
    conditionSyntax({ key: { value }, read }, context) {
      if (value?.kind !== 'array' || value.items.length > 0) return;
      if (read?.qualifier !== 'ForAnyValue') return;
      context.report(value, message('no values: the condition never holds'));
    },
  },
});
