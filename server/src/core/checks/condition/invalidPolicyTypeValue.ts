import { nearestNames } from '../../text/editDistance';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import { nearestFixes } from '../support/fixes';
import { hasPlaceholder } from '../support/placeholder';

/** Organizations gets new policy types every year. */
export const invalidPolicyTypeValue = defineCheck({
  code: 'invalid-policy-type-value',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An unknown policy type of AWS Organizations in a condition',
  why: 'No request has it. A warning, since AWS may have added the policy type after the day of the catalog.',
  source: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_PolicyTypeSummary.html',
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "organizations:CreatePolicy", "Resource": "*", "Condition": { "StringEquals": { "organizations:PolicyType": "TAG_POLICIES" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "organizations:CreatePolicy", "Resource": "*", "Condition": { "StringLikeIfExists": { "organizations:PolicyType": ["TAG_POLICY", "*_POLICY", "\${type}", "<POLICY_TYPE>"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read, keyName }, _statement, context) {
      if (keyName !== 'organizations:policytype' || read?.family !== 'String') return;
      const known = context.catalog.conditionKeyValues(keyName);
      if (known === undefined) return;
      for (const { text, span } of values) {
        if (/[*?]/.test(text) || known.includes(text) || isPlaceholder(text)) continue;
        context.report(span, message('unknown policy type `{0}` (data of {1})', text, context.catalog.date), {
          fixes: () => nearestFixes(span, nearestNames(text, known)),
        });
      }
    },
  },
});

/** The names of policy types look like the placeholders of other values. */
function isPlaceholder(text: string): boolean {
  return hasPlaceholder(text) && !/^[A-Z0-9_]*POLIC[A-Z]*$/.test(text);
}
