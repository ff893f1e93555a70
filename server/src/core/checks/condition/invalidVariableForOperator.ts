import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { policyCheck } from '../support/reference';
import { knownVariables } from '../support/variables';

/** Only text is filled in. */
export const invalidVariableForOperator = defineCheck({
  code: 'invalid-variable-for-operator',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A policy variable where the operator takes none',
  why: 'Variables stand in for text: String and ARN operators know them, Numeric, Date and IP address operators do not.',
  source: policyCheck('error', 'invalid-variable-for-operator'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "\${aws:PrincipalTag/maxage}" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "\${aws:PrincipalTag/team}" }, "NumericLessThan": { "aws:MultiFactorAuthAge": "\${max_age}" } } }`,
    ],
  },
  visit: {
    conditionEntry({ operator, values, read }, _statement, context) {
      const family = read?.family;
      // AWS's pages disagree on Bool, so it is left alone.
      if (family === undefined || family === 'String' || family === 'ARN' || family === 'Bool') return;
      for (const { text, span } of values) {
        if (knownVariables(text, lookupIn(context.catalog)).length === 0) continue;
        context.report(span, message('`{0}` takes no policy variables', operator.text));
      }
    },
  },
});
