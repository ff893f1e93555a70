import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { replaceFix } from '../support/fixes';
import { hasPlaceholder, isIntrinsicName } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Keys are prefix:name. */
export const invalidConditionKeyFormat = defineCheck({
  code: 'invalid-condition-key-format',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A condition key without a prefix',
  why: 'A condition key is `prefix:name`, such as `aws:SourceVpc`.',
  source: policyCheck('error', 'invalid-condition-key-format'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "SourceVpc": "vpc-12345678" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:SourceVpc": "vpc-12345678" } } }`,
    ],
  },
  visit: {
    conditionSyntax({ key: { key } }, context) {
      if (key.text === '' || /^[^:]+:./.test(key.text) || isIntrinsicName(key.text) || hasPlaceholder(key.text)) return;
      const global = lookupIn(context.catalog).keyName(`aws:${key.text}`).known;
      context.report(key, message('condition key `{0}` has no prefix, such as `aws:`', key.text), {
        fixes: () => (global === undefined || key.text.includes(':') ? [] : [replaceFix(key, global.name, false)]),
      });
    },
  },
});
