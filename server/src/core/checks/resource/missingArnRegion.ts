import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Judged by the forms that the resource part fits. */
export const missingArnRegion = defineCheck({
  code: 'missing-arn-region',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An ARN without its Region',
  why: 'The ARNs of such resources name their Region, so the pattern matches none. Write the Region, or `*`. A warning, since AWS may have added another form after the day of the catalog.',
  source: policyCheck('error', 'missing-arn-region'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs::111122223333:orders" }`],
    good: [
      `{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }`,
      `{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:111122223333:orders" }`,
      `{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:iam::111122223333:role/app" }`,
    ],
  },
  visit: {
    arn({ service, misfit }, { span }, context) {
      if (misfit.region !== 'missing') return;
      context.report(span, message('this `{0}` ARN needs a Region (service data of {1})', service ?? '', context.catalog.date));
    },
  },
});
