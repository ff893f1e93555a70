import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An RCP reaches calls of AWS services as well. */
export const rcpMissingRelatedServicePrincipalConditionKey = defineCheck({
  code: 'rcp-missing-related-service-principal-condition-key',
  findingType: 'warning',
  appliesTo: ['rcp'],
  summary: 'An RCP that tests the source of a service call and forgets all other calls',
  why: 'Only calls of AWS services carry the key. Add `Bool` `aws:PrincipalIsAWSService` = `true`.',
  source: policyCheck('general-warning', 'rcp-missing-related-service-principal-condition-key'),
  examples: {
    bad: [
      {
        policyType: 'rcp',
        text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Null": { "aws:SourceAccount": "false" } } }`,
      },
    ],
    good: [
      {
        policyType: 'rcp',
        text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Null": { "aws:SourceAccount": "false" }, "Bool": { "aws:PrincipalIsAWSService": "true" } } }`,
      },
    ],
  },
  visit: {
    conditionEntry({ key, read, keyName }, statement, context) {
      if (statement.effect !== 'Deny' || read?.family === 'Null' || !keys.has(keyName)) return;
      if (statement.keyNames.has('aws:principalisawsservice')) return;
      context.report(key.span, message('only AWS services have `{0}`: test `aws:PrincipalIsAWSService` as well', key.text));
    },
  },
});

const keys: ReadonlySet<string> = new Set(['aws:sourceorgid', 'aws:sourceaccount', 'aws:sourceorgpaths', 'aws:sourcearn']);
