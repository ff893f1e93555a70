import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Either all strings, or all numbers. */
export const invalidConditionDataType = defineCheck({
  code: 'invalid-condition-data-type',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'Values of one key in different JSON types',
  why: 'AWS refuses a list that mixes strings and numbers.',
  source: policyCheck('error', 'invalid-condition-data-type'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThanEquals": { "s3:max-keys": ["10", 20] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NumericLessThanEquals": { "s3:max-keys": ["10", "20"] } } }`,
    ],
  },
  visit: {
    conditionSyntax({ key: { key, value } }, context) {
      if (value?.kind !== 'array') return;
      const kinds = new Set(value.items.map(({ kind }) => kind).filter((kind) => scalars.includes(kind)));
      if (kinds.size > 1) context.report(key, message('the values of `{0}` mix strings, numbers and booleans', key.text));
    },
  },
});

const scalars = ['string', 'number', 'boolean'];
