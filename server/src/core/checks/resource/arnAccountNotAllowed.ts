import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Judged by the forms that the resource part fits: buckets have no account, access points have one. */
export const arnAccountNotAllowed = defineCheck({
  code: 'arn-account-not-allowed',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An account in an ARN that has none',
  why: 'Resources of this kind are not told apart by account, so the pattern matches none. A warning, since AWS may have added another form after the day of the catalog.',
  source: policyCheck('error', 'arn-account-not-allowed'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::111122223333:amzn-s3-demo-bucket/*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-east-1:111122223333:accesspoint/app" }`,
    ],
  },
  visit: {
    arn({ service, misfit }, { span }, context) {
      if (!misfit.accountNotAllowed) return;
      context.report(span, message('this `{0}` ARN has no account (service data of {1})', service ?? '', context.catalog.date));
    },
  },
});
