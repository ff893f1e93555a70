import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { riskyGrant } from '../support/riskyGrant';

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
    statement(statement, context) {
      const grant = riskyGrant(statement, 'iam:passrole', 'iam:passedtoservice');
      if (grant?.by !== 'notAction' || grant.on !== 'notResource') return;
      context.report(grant.span, message('this NotAction allows `{0}` on all but some resources', 'iam:PassRole'));
    },
  },
});
