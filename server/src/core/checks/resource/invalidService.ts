import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { nearestFixes } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** Unknown services are a warning that names the date of the data. */
export const invalidService = defineCheck({
  code: 'invalid-service',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'The service of an ARN is unknown',
  why: 'No resource has that ARN. A warning, since AWS may have added the service after the day of the catalog.',
  source: policyCheck('error', 'invalid-service'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:zynamo:us-east-1:111122223333:table/Orders" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket/*", "arn:aws:\${service}:::x", "arn:aws:SERVICE:::x"] }`,
    ],
  },
  visit: {
    arn({ service, resource }, { text, span }, context) {
      if (service === undefined || resource === undefined || !/^[a-z0-9-]+$/.test(service)) return;
      const lookup = lookupIn(context.catalog);
      if (lookup.isArnService(service)) return;
      context.report(span, message('unknown service `{0}` in the ARN (service data of {1})', service, context.catalog.date), {
        fixes: () =>
          nearestFixes(
            span,
            lookup.nearestServices(service).map((name) => text.replace(`:${service}:`, `:${name}:`)),
          ),
      });
    },
  },
});
