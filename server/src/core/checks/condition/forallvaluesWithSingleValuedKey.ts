import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** True for nothing at all. */
export const forallvaluesWithSingleValuedKey = defineCheck({
  code: 'forallvalues-with-single-valued-key',
  findingType: 'securityWarning',
  appliesTo: 'allPolicyTypes',
  summary: '`ForAllValues` with a single-valued key in an Allow',
  why: 'ForAllValues is true when the request has no such key, so the Allow holds for requests without it.',
  source: policyCheck('security-warning', 'forallvalues-with-single-valued-key'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": ["o-a1b2c3d4e5"] } } }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, read, knownKey }, { effect }, context) {
      if (effect !== 'Allow' || read?.qualifier !== 'ForAllValues') return;
      if (knownKey?.multivalued !== false || read?.family === 'Null') return;
      context.report(key.span, message('`{0}` has one value; with `ForAllValues:` the condition also holds when it is absent', key.text));
    },
  },
});
