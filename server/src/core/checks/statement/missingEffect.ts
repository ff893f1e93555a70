import { message } from '../../text/message';

import { defineCheck } from '../check';
import { openingBrace } from '../support/places';
import { policyCheck } from '../support/reference';
import { lacksElements } from '../support/statementSyntax';

/** There is no default effect. */
export const missingEffect = defineCheck({
  code: 'missing-effect',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The statement has no `Effect`',
  why: 'AWS refuses a statement that neither allows nor denies.',
  source: policyCheck('error', 'missing-effect'),
  examples: {
    bad: [`{ "Action": "s3:GetObject", "Resource": "*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    statementSyntax(statement, context) {
      if (!lacksElements(statement, 'Effect')) return;
      context.report(openingBrace(statement), message('the statement has no Effect'));
    },
  },
});
