import { message } from '../../text/message';

import { defineCheck } from '../check';
import { openingBrace } from '../support/places';
import { identityPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';
import { lacksElements } from '../support/statementSyntax';

/** Exactly one of the two; resource-based policies of a kind that is not known may do without. */
export const missingResource = defineCheck({
  code: 'missing-resource',
  findingType: 'error',
  appliesTo: [...identityPolicyTypes, 'scp', 'rcp', 'resource:s3-bucket', 'resource:kms-key', 'vpcEndpoint', 'delegation'],
  summary: 'The statement has neither `Resource` nor `NotResource`',
  why: 'AWS refuses a statement that names no resources. Some resource-based policies need none, and a trust policy must not have one.',
  source: policyCheck('error', 'missing-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::amzn-s3-demo-bucket" }`,
      { policyType: 'resource', text: `{ "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage" }` },
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      if (!lacksElements(statement, 'Resource', 'NotResource')) return;
      context.report(openingBrace(statement), message('the statement has neither Resource nor NotResource'));
    },
  },
});
