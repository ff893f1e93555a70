import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { nearestFixes } from '../support/fixes';
import { tagKeys } from '../support/keys';
import { listed } from '../support/names';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Global keys begin with `aws:`. */
export const invalidGlobalConditionKey = defineCheck({
  code: 'invalid-global-condition-key',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An unknown global condition key',
  why: 'No request has it. A warning, since AWS may have added the key after the day of the catalog.',
  source: policyCheck('error', 'invalid-global-condition-key'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalOrg": "o-a1b2c3d4e5" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "AWS:principalorgid": "o-a1b2c3d4e5", "aws:PrincipalTag/team": "x", "aws:\${key}": "x" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key: { text, span }, keyName, knownKey }, _statement, context) {
      if (!/^aws:./i.test(text) || keyName === 'aws:arn' || tagKeys.has(keyName) || hasPlaceholder(text)) return;
      const lookup = lookupIn(context.catalog);
      if (knownKey !== undefined) return;
      const names = lookup.nearestConditionKeys(text);
      const { date } = context.catalog;
      if (names.length === 0) context.report(span, message('unknown global condition key `{0}` (data of {1})', text, date));
      else {
        context.report(span, message('unknown global condition key `{0}`; nearest: {1} (data of {2})', text, listed(names), date), {
          fixes: () => nearestFixes(span, names),
        });
      }
    },
  },
});
