import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An empty list of values says nothing, or everything. */
export const emptyArrayConditionForallvalues = defineCheck({
  code: 'empty-array-condition-forallvalues',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: '`ForAllValues` without values',
  why: 'The condition holds only when the request has no such key.',
  source: policyCheck('suggestion', 'empty-array-condition-forallvalues'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": [] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } } }`,
    ],
  },
  visit: {
    conditionSyntax({ key: { value }, read }, context) {
      if (value?.kind !== 'array' || value.items.length > 0) return;
      if (read?.qualifier !== 'ForAllValues') return;
      context.report(value, message('no values: the condition holds only when the key is absent'));
    },
  },
});
