import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Nothing to test is always true. */
export const emptyObjectCondition = defineCheck({
  code: 'empty-object-condition',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'An empty Condition',
  why: 'It always holds; leave it out, or say what you mean.',
  source: policyCheck('suggestion', 'empty-object-condition'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": {} }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": {} } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }`,
    ],
  },
  visit: {
    elementSyntax: atElements(['Condition'], ({ value }, _statement, context) => {
      if (value?.kind !== 'object') return;
      if (value.members.length === 0) context.report(value, message('the condition is empty, so it always holds'));
      for (const operator of value.members) {
        if (operator.value?.kind !== 'object' || operator.value.members.length > 0) continue;
        context.report(operator.value, message('the condition is empty, so it always holds'));
      }
    }),
  },
});
