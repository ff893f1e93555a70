import { message } from '../../text/message';

import { defineCheck } from '../check';
import { resourceTagIn } from '../support/keys';
import { identityPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** NotAction reaches services that have no tags. */
export const denyNotactionWithUnsupportedTagConditionKeyForService = defineCheck({
  code: 'deny-notaction-with-unsupported-tag-condition-key-for-service',
  findingType: 'securityWarning',
  appliesTo: [...identityPolicyTypes, 'scp'],
  summary: 'Deny with NotAction and a condition on the tags of the resource',
  why: 'Not every service sends `aws:ResourceTag`, and NotAction reaches all of them: where the key is missing, the statement does not do what it says. List the actions instead.',
  source: policyCheck('security-warning', 'deny-notaction-with-unsupported-tag-condition-key-for-service'),
  examples: {
    bad: [
      `{ "Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "blue" } } }`,
    ],
    good: [
      `{ "Effect": "Deny", "Action": "ec2:StopInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "blue" } } }`,
    ],
  },
  visit: {
    statement(statement, context) {
      if (statement.effect !== 'Deny' || statement.action?.negated !== true) return;
      const entry = resourceTagIn(statement);
      if (entry === undefined) return;
      context.report(entry.key.span, message('not every service that NotAction reaches sends `{0}`', entry.key.text));
    },
  },
});
