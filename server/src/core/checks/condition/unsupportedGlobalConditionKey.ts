import { message } from '../../text/message';

import { defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** A key that AWS withdrew. */
export const unsupportedGlobalConditionKey = defineCheck({
  code: 'unsupported-global-condition-key',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The condition key `aws:ARN`',
  why: 'It is no longer supported; `aws:PrincipalArn` is what it was.',
  source: policyCheck('error', 'unsupported-global-condition-key'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ArnLike": { "aws:ARN": "arn:aws:iam::111122223333:role/app" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key: { text, span }, keyName }, _statement, context) {
      if (keyName !== 'aws:arn') return;
      context.report(span, message('`{0}` is no longer supported', text), { fixes: () => [replaceFix(span, 'aws:PrincipalArn', true)] });
    },
  },
});
