import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A request that names nothing gets everything. */
export const dynamodbAttributesWithoutSelect = defineCheck({
  code: 'dynamodb-attributes-without-select',
  findingType: 'securityWarning',
  appliesTo: 'allPolicyTypes',
  summary: '`dynamodb:Attributes` without `dynamodb:Select`',
  why: 'A query that asks for all attributes names none, and gets past the list. Add `dynamodb:Select` = `SPECIFIC_ATTRIBUTES`.',
  source: policyCheck('security-warning', 'dynamodb-attributes-without-select'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id"] } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id"] }, "StringEqualsIfExists": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, read, keyName }, statement, context) {
      if (statement.effect !== 'Allow' || keyName !== 'dynamodb:attributes' || read?.family === 'Null') return;
      if (statement.keyNames.has('dynamodb:select')) return;
      context.report(key.span, message('a query that names no attributes gets past this: test `dynamodb:Select` as well'));
    },
  },
});
