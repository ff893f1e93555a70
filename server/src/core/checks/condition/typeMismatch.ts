import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Each operator compares one type; String operators compare ARNs as text. */
export const typeMismatch = defineCheck({
  code: 'type-mismatch',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An operator of another type than its key',
  why: 'The comparison fails whatever the request holds, so the condition never holds.',
  source: policyCheck('general-warning', 'type-mismatch'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:ViaAWSService": "true" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:ViaAWSService": "true" }, "StringLike": { "aws:PrincipalArn": "*" } } }`,
    ],
  },
  visit: {
    conditionEntry({ operator, key, read, knownKey }, _statement, context) {
      const known = knownKey;
      if (read === undefined || known === undefined || read.family === 'Null' || read.family === known.type) return;
      if (tolerated.some(([family, type]) => family === read.family && type === known.type)) return;
      context.report(key.span, message('`{0}` is of type {1}, which `{2}` does not compare', key.text, known.type, operator.text));
    },
  },
});

/** Pairs that work, or that AWS does not mind: an ARN is text, an epoch is a number, and not every key is documented with its true type. */
const tolerated: readonly (readonly [string, string])[] = [
  ['String', 'ARN'],
  ['ARN', 'String'],
  ['Numeric', 'Date'],
  ['Date', 'Numeric'],
];
