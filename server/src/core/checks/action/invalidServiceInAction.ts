import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { nearestFixes } from '../support/fixes';
import { listed } from '../support/names';
import { policyCheck } from '../support/reference';

/** Unknown prefixes are a warning that names the date of the data. */
export const invalidServiceInAction = defineCheck({
  code: 'invalid-service-in-action',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'The text before the colon is no service prefix',
  why: 'The action matches nothing, so the statement does less than it says. A warning, since AWS may have added the service after the day of the catalog.',
  source: policyCheck('error', 'invalid-service-in-action'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "dyanmodb:PutItem", "Resource": "*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": ["\${service}:*", "<service>:Get*", "*"], "Resource": "*" }`,
    ],
  },
  visit: {
    action({ text, span, name: { verdict } }, _statement, context) {
      if (verdict !== 'unknownService') return;
      const colon = text.indexOf(':');
      const prefix = text.slice(0, colon);
      const names = lookupIn(context.catalog).nearestServices(prefix);
      const fixes = () =>
        nearestFixes(
          span,
          names.map((name) => name + text.slice(colon)),
        );
      if (names.length === 0)
        context.report(span, message('no service has the prefix `{0}` (service data of {1})', prefix, context.catalog.date));
      else {
        context.report(
          span,
          message('no service has the prefix `{0}`; nearest: {1} (service data of {2})', prefix, listed(names), context.catalog.date),
          { fixes },
        );
      }
    },
  },
});
