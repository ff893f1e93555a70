import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { readOperator } from '../support/conditionOperator';
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
    conditionEntry({ operator, key }, _statement, context) {
      const read = readOperator(operator.text);
      if (read === undefined || read.family === 'Null' || read.qualifier !== undefined) return;
      if (lookupIn(context.catalog).conditionKey(key.text)?.multivalued !== true) return;
      context.report(key.span, message('`{0}` may have several values: use `ForAllValues:` or `ForAnyValue:`', key.text));
    },
  },
});
