import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { riskyGrant } from '../support/riskyGrant';

/** Whoever may pass every role can use any of them through a service. */
export const passRoleWithStarInActionAndResource = defineCheck({
  code: 'pass-role-with-star-in-action-and-resource',
  findingType: 'securityWarning',
  appliesTo: ['identity'],
  summary: 'Allow a wildcard that covers `iam:PassRole` on every resource',
  why: 'Whoever may pass any role to a service gets what that role may do. Name the roles, or add a condition on `iam:PassedToService`.',
  source: policyCheck('security-warning', 'pass-role-with-star-in-action-and-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    statement(statement, context) {
      const grant = riskyGrant(statement, 'iam:passrole', 'iam:passedtoservice');
      if (grant?.by !== 'wildcard' || grant.on !== 'star') return;
      context.report(grant.span, message('this wildcard allows `{0}` on every resource', 'iam:PassRole'));
    },
  },
});
