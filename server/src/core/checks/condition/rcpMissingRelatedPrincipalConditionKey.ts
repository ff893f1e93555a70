import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An RCP reaches calls of AWS services as well. */
export const rcpMissingRelatedPrincipalConditionKey = defineCheck({
  code: 'rcp-missing-related-principal-condition-key',
  findingType: 'warning',
  appliesTo: ['rcp'],
  summary: 'An RCP that tests the principal and forgets AWS services',
  why: 'Calls that an AWS service makes itself have no `aws:PrincipalOrgID`, so they are denied as well. Add `BoolIfExists` `aws:PrincipalIsAWSService` = `false`.',
  source: policyCheck('general-warning', 'rcp-missing-related-principal-condition-key'),
  examples: {
    bad: [
      {
        policyType: 'rcp',
        text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }`,
      },
    ],
    good: [
      {
        policyType: 'rcp',
        text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } } }`,
      },
    ],
  },
  visit: {
    conditionEntry({ key, read, keyName }, statement, context) {
      if (statement.effect !== 'Deny' || read?.family === 'Null' || !keys.has(keyName)) return;
      if (statement.keyNames.has('aws:principalisawsservice')) return;
      context.report(key.span, message('AWS services have no `{0}`: test `aws:PrincipalIsAWSService` as well', key.text));
    },
  },
});

const keys: ReadonlySet<string> = new Set(['aws:principalorgid', 'aws:principalaccount', 'aws:principalorgpaths', 'aws:principalarn']);
