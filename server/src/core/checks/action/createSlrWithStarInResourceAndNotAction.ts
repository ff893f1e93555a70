import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A service-linked role for any service may be more than was meant. */
export const createSlrWithStarInResourceAndNotAction = defineCheck({
  code: 'create-slr-with-star-in-resource-and-not-action',
  findingType: 'warning',
  appliesTo: ['identity'],
  summary: 'Allow everything but some actions, `iam:CreateServiceLinkedRole` included, on every resource',
  why: 'It lets the holder create the service-linked roles of every service. Name the roles, or add a condition on `iam:AWSServiceName`.',
  source: policyCheck('general-warning', 'create-slr-with-star-in-resource-and-not-action'),
  examples: {
    bad: [`{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }`],
    good: [
      `{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "iam:AWSServiceName": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    riskyGrant({ action, by, on, span }, context) {
      if (action !== 'iam:CreateServiceLinkedRole' || by !== 'notAction' || on !== 'star') return;
      context.report(span, message('this NotAction allows `{0}` on every resource', action));
    },
  },
});
