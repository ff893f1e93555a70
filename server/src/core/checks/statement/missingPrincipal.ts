import { message } from '../../text/message';

import { defineCheck } from '../check';
import { openingBrace } from '../support/places';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';
import { lacksElements } from '../support/statementSyntax';

/** A policy of a resource names its principals. */
export const missingPrincipal = defineCheck({
  code: 'missing-principal',
  findingType: 'error',
  appliesTo: [...principalPolicyTypes, 'rcp'],
  summary: 'The statement has neither `Principal` nor `NotPrincipal`',
  why: 'A policy that is attached to a resource must say for whom it speaks.',
  source: policyCheck('error', 'missing-principal'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      if (!lacksElements(statement, 'Principal', 'NotPrincipal')) return;
      context.report(openingBrace(statement), message('the statement has neither Principal nor NotPrincipal'));
    },
  },
});
