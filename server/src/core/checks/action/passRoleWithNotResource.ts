import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Whoever may pass every role can use any of them through a service. */
export const passRoleWithNotResource = defineCheck({
  code: 'pass-role-with-not-resource',
  findingType: 'securityWarning',
  appliesTo: ['identity'],
  summary: 'Allow `iam:PassRole` on all but some resources',
  why: 'Whoever may pass any role to a service gets what that role may do. Name the roles, or add a condition on `iam:PassedToService`.',
  source: policyCheck('security-warning', 'pass-role-with-not-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111122223333:role/admin" }`],
    good: [
      `{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111122223333:role/admin", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    riskyGrant({ action, by, on, span }, context) {
      if (action !== 'iam:PassRole' || by !== 'name' || on !== 'notResource') return;
      context.report(span, message('this allows `{0}` on all but some resources', action));
    },
  },
});
