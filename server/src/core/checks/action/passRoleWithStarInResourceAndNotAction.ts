import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Whoever may pass every role can use any of them through a service. */
export const passRoleWithStarInResourceAndNotAction = defineCheck({
  code: 'pass-role-with-star-in-resource-and-not-action',
  findingType: 'securityWarning',
  appliesTo: ['identity'],
  summary: 'Allow everything but some actions, `iam:PassRole` included, on every resource',
  why: 'Whoever may pass any role to a service gets what that role may do. Name the roles, or add a condition on `iam:PassedToService`.',
  source: policyCheck('security-warning', 'pass-role-with-star-in-resource-and-not-action'),
  examples: {
    bad: [`{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }`],
    good: [
      `{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    riskyGrant({ action, by, on, span }, context) {
      if (action !== 'iam:PassRole' || by !== 'notAction' || on !== 'star') return;
      context.report(span, message('this NotAction allows `{0}` on every resource', action));
    },
  },
});
