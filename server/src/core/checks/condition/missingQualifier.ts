import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** All of them, or any of them. */
export const missingQualifier = defineCheck({
  code: 'missing-qualifier',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A multivalued key without a set operator',
  why: 'A request may carry several values of the key; say whether all or any of them must match.',
  source: policyCheck('error', 'missing-qualifier'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "StringEquals": { "aws:TagKeys": ["team", "cost-center"] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] }, "Null": { "aws:TagKeys": "false" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, read, knownKey }, _statement, context) {
      if (read === undefined || read.family === 'Null' || read.qualifier !== undefined) return;
      if (knownKey?.multivalued !== true) return;
      context.report(key.span, message('`{0}` may have several values: use `ForAllValues:` or `ForAnyValue:`', key.text));
    },
  },
});
