import { message } from '../../text/message';

import { defineCheck } from '../check';
import { openingBrace } from '../support/places';
import { policyCheck } from '../support/reference';
import { lacksElements } from '../support/statementSyntax';

/** Exactly one of the two. */
export const missingAction = defineCheck({
  code: 'missing-action',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The statement has neither `Action` nor `NotAction`',
  why: 'AWS refuses a statement that names no actions.',
  source: policyCheck('error', 'missing-action'),
  examples: {
    bad: [`{ "Effect": "Allow", "Resource": "*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" }`,
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      if (!lacksElements(statement, 'Action', 'NotAction')) return;
      context.report(openingBrace(statement), message('the statement has neither Action nor NotAction'));
    },
  },
});
