import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { riskyGrant } from '../support/riskyGrant';

/** A service-linked role for any service may be more than was meant. */
export const createSlrWithStarInActionAndResource = defineCheck({
  code: 'create-slr-with-star-in-action-and-resource',
  findingType: 'warning',
  appliesTo: ['identity'],
  summary: 'Allow a wildcard that covers `iam:CreateServiceLinkedRole` on every resource',
  why: 'It lets the holder create the service-linked roles of every service. Name the roles, or add a condition on `iam:AWSServiceName`.',
  source: policyCheck('general-warning', 'create-slr-with-star-in-action-and-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "StringEquals": { "iam:AWSServiceName": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    statement(statement, context) {
      const grant = riskyGrant(statement, 'iam:createservicelinkedrole', 'iam:awsservicename');
      if (grant?.by !== 'wildcard' || grant.on !== 'star') return;
      context.report(grant.span, message('this wildcard allows `{0}` on every resource', 'iam:CreateServiceLinkedRole'));
    },
  },
});
