import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A test that cannot pass. */
export const redundantStatementDueToWildcardInCondition = defineCheck({
  code: 'redundant-statement-due-to-wildcard-in-condition',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'A condition that never holds because of `*`',
  why: 'No value differs from `*`, so the statement does nothing.',
  source: policyCheck('suggestion', 'redundant-statement-due-to-wildcard-in-condition'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringNotLike": { "aws:TagKeys": ["*"] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringNotLike": { "aws:TagKeys": ["a*"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, values, read }, _statement, context) {
      if (read?.qualifier !== 'ForAnyValue' || read.ifExists || !values.some(({ text }) => text === '*')) return;
      if (read.name !== 'StringNotLike' && read.name !== 'ArnNotLike') return;
      context.report(key.span, message('this never holds: every value matches `*`'));
    },
  },
});
