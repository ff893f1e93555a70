import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { nearestFixes } from '../support/fixes';
import { listed } from '../support/names';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Keys of identity providers have an address as prefix and are theirs to define. */
export const invalidServiceConditionKey = defineCheck({
  code: 'invalid-service-condition-key',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A condition key that its service does not have',
  why: 'No request has it. A warning, since AWS may have added the key after the day of the catalog.',
  source: policyCheck('error', 'invalid-service-condition-key'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLike": { "s3:prefixx": "home/*" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "s3:prefix": "a", "s3:ExistingObjectTag/team": "x", "kms:EncryptionContext:aws:s3:arn": "x" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key: { text, span }, knownKey }, _statement, context) {
      const prefix = text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase();
      if (prefix === 'aws' || prefix.includes('.') || /^(?:kms:encryptioncontext:|saml:)/i.test(text) || hasPlaceholder(text)) return;
      const lookup = lookupIn(context.catalog);
      if (context.catalog.service(prefix) === undefined || knownKey !== undefined) return;
      const names = lookup.nearestConditionKeys(text);
      const { date } = context.catalog;
      if (names.length === 0) context.report(span, message('unknown condition key `{0}` (service data of {1})', text, date));
      else {
        context.report(span, message('unknown condition key `{0}`; nearest: {1} (service data of {2})', text, listed(names), date), {
          fixes: () => nearestFixes(span, names),
        });
      }
    },
  },
});
