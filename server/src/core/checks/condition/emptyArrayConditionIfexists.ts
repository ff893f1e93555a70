import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An empty list of values says nothing, or everything. */
export const emptyArrayConditionIfexists = defineCheck({
  code: 'empty-array-condition-ifexists',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: '`…IfExists` without values',
  why: 'The condition holds only when the request has no such key.',
  source: policyCheck('suggestion', 'empty-array-condition-ifexists'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEqualsIfExists": { "aws:PrincipalOrgID": [] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEqualsIfExists": { "aws:PrincipalOrgID": ["a"] } } }`,
    ],
  },
  visit: {
    conditionSyntax({ key: { value }, read }, context) {
      if (value?.kind !== 'array' || value.items.length > 0) return;
      if (read?.ifExists !== true || read.qualifier !== undefined) return;
      context.report(value, message('no values: the condition holds only when the key is absent'));
    },
  },
});
