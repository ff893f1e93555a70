import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Less than 10 or less than 20 is less than 20. */
export const redundantConditionValueNum = defineCheck({
  code: 'redundant-condition-value-num',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'Several values where one decides',
  why: 'With a less-than or greater-than operator the widest value decides; the others say nothing.',
  source: policyCheck('suggestion', 'redundant-condition-value-num'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": ["2700", "3600"] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } } }`,
    ],
  },
  visit: {
    conditionEntry({ operator, key, values, read }, _statement, context) {
      if (read?.family !== 'Numeric' || values.length < 2 || !/(?:Less|Greater)Than/.test(read.name)) return;
      context.report(key.span, message('one value decides: with `{0}` the others say nothing', operator.text));
    },
  },
});
