import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { nearestFixes } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** Regions open every year. */
export const invalidArnRegion = defineCheck({
  code: 'invalid-arn-region',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'The Region of an ARN is unknown',
  why: 'No resource has that ARN. A warning, since AWS may have opened the Region after the day of the catalog.',
  source: policyCheck('error', 'invalid-arn-region'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-esat-1:111122223333:orders" }`],
    good: [
      `{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["arn:aws:sqs:us-east-1:111122223333:orders", "arn:aws:sqs:\${region}:111122223333:orders", "arn:aws:sqs:REGION:111122223333:orders"] }`,
    ],
  },
  visit: {
    arn({ region }, { text, span }, context) {
      if (region === undefined || !/^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region)) return;
      const { isRegion, nearestRegions } = lookupIn(context.catalog);
      if (isRegion(region)) return;
      context.report(span, message('unknown Region `{0}` in the ARN (data of {1})', region, context.catalog.date), {
        fixes: () =>
          nearestFixes(
            span,
            nearestRegions(region).map((name) => text.replace(`:${region}:`, `:${name}:`)),
          ),
      });
    },
  },
});
