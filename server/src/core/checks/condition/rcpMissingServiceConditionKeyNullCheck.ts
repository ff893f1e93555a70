import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An RCP reaches calls of AWS services as well. */
export const rcpMissingServiceConditionKeyNullCheck = defineCheck({
  code: 'rcp-missing-service-condition-key-null-check',
  findingType: 'warning',
  appliesTo: ['rcp'],
  summary: 'An RCP that tests the source of a service call and not whether there is one',
  why: 'Some service calls carry no source; a negated operator denies them. Add `Null` `aws:SourceAccount` = `false`.',
  source: policyCheck('general-warning', 'rcp-missing-service-condition-key-null-check'),
  examples: {
    bad: [
      {
        policyType: 'rcp',
        text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Bool": { "aws:PrincipalIsAWSService": "true" } } }`,
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
      const { keysTestedForNull } = statement;
      if (keysTestedForNull.has('aws:sourceaccount') || keysTestedForNull.has('aws:sourcearn')) return;
      context.report(key.span, message('not every service call has `{0}`: test `aws:SourceAccount` with `Null` as well', key.text));
    },
  },
});

const keys: ReadonlySet<string> = new Set(['aws:sourceorgid', 'aws:sourceaccount', 'aws:sourceorgpaths', 'aws:sourcearn']);
