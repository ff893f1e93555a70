import { message } from '../../text/message';

import { defineCheck } from '../check';
import { nearestFixes } from '../support/fixes';
import { lookupIn } from '../support/catalogLookup';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Regions open every year. */
export const invalidRegion = defineCheck({
  code: 'invalid-region',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An unknown Region in a condition',
  why: 'No request has it. A warning, since AWS may have opened the Region after the day of the catalog.',
  source: policyCheck('error', 'invalid-region'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:RequestedRegion": "us-esat-1" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:RequestedRegion": ["us-east-1", "\${region}", "eu-*"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read, keyName }, _statement, context) {
      if ((keyName !== 'aws:requestedregion' && keyName !== 'ec2:region') || read?.family !== 'String') return;
      const { isRegion, nearestRegions } = lookupIn(context.catalog);
      for (const { text, span } of values) {
        if (/[*?]/.test(text) || hasPlaceholder(text) || isRegion(text.toLowerCase())) continue;
        context.report(span, message('unknown Region `{0}` (data of {1})', text, context.catalog.date), {
          fixes: () => nearestFixes(span, nearestRegions(text)),
        });
      }
    },
  },
});
