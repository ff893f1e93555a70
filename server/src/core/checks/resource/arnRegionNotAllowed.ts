import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Judged by the forms that the resource part fits. */
export const arnRegionNotAllowed = defineCheck({
  code: 'arn-region-not-allowed',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A Region in an ARN that has none',
  why: 'Resources of this kind are not told apart by Region, so the pattern matches none. A warning, since AWS may have added another form after the day of the catalog.',
  source: policyCheck('error', 'arn-region-not-allowed'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam:us-east-1:111122223333:role/app" }`],
    good: [
      `{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam:\${region}:111122223333:role/app" }`,
    ],
  },
  visit: {
    arn({ service, misfit }, { span }, context) {
      if (misfit.region !== 'notAllowed') return;
      context.report(span, message('this `{0}` ARN has no Region (service data of {1})', service ?? '', context.catalog.date));
    },
  },
});
