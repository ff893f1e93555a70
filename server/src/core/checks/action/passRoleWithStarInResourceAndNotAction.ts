import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { riskyGrant } from '../support/riskyGrant';

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
    statement(statement, context) {
      const grant = riskyGrant(statement, 'iam:passrole', 'iam:passedtoservice');
      if (grant?.by !== 'notAction' || grant.on !== 'star') return;
      context.report(grant.span, message('this NotAction allows `{0}` on every resource', 'iam:PassRole'));
    },
  },
});
