import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A service-linked role for any service may be more than was meant. */
export const createSlrWithNotResource = defineCheck({
  code: 'create-slr-with-not-resource',
  findingType: 'warning',
  appliesTo: ['identity'],
  summary: 'Allow `iam:CreateServiceLinkedRole` on all but some resources',
  why: 'It lets the holder create the service-linked roles of every service. Name the roles, or add a condition on `iam:AWSServiceName`.',
  source: policyCheck('general-warning', 'create-slr-with-not-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111122223333:role/admin" }`],
    good: [
      `{ "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "arn:aws:iam::111122223333:role/app" }`,
      `{ "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111122223333:role/admin", "Condition": { "StringEquals": { "iam:AWSServiceName": "ec2.amazonaws.com" } } }`,
    ],
  },
  visit: {
    riskyGrant({ action, by, on, span }, context) {
      if (action !== 'iam:CreateServiceLinkedRole' || by !== 'name' || on !== 'notResource') return;
      context.report(span, message('this allows `{0}` on all but some resources', action));
    },
  },
});
