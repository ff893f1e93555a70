import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Whoever may pass every role can use any of them through a service. */
export const passRoleWithNotActionAndNotResource = defineCheck({
  code: 'pass-role-with-not-action-and-not-resource',
  findingType: 'securityWarning',
  appliesTo: ['identity'],
  summary: 'Allow everything but some actions, `iam:PassRole` included, on all but some resources',
  why: 'Whoever may pass any role to a service gets what that role may do. Name the roles, or add a condition on `iam:PassedToService`.',
  source: policyCheck('security-warning', 'pass-role-with-not-action-and-not-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:iam::111122223333:role/admin" }`],
    good: [
      `{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:iam::111122223333:role/admin", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    riskyGrant({ action, by, on, span }, context) {
      if (action !== 'iam:PassRole' || by !== 'notAction' || on !== 'notResource') return;
      context.report(span, message('this NotAction allows `{0}` on all but some resources', action));
    },
  },
});
