import { nearestNames } from '../../text/editDistance';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import { operatorNames, readOperator } from '../support/conditionOperator';
import { nearestFixes } from '../support/fixes';
import { listed } from '../support/names';
import { hasPlaceholder, isIntrinsicName } from '../support/placeholder';
import { conditionOperatorsOf } from '../support/places';
import { policyCheck } from '../support/reference';

/** The operators are a closed list. */
export const invalidConditionOperator = defineCheck({
  code: 'invalid-condition-operator',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'An unknown condition operator',
  why: 'AWS refuses the policy. `ForAllValues:`, `ForAnyValue:` and `…IfExists` may stand around an operator.',
  source: policyCheck('error', 'invalid-condition-operator'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEqual": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "team" } } }`,
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      for (const { key } of conditionOperatorsOf(statement)) {
        if (key.text === '' || readOperator(key.text) !== undefined || isIntrinsicName(key.text) || hasPlaceholder(key.text)) continue;
        const [, qualifier = '', name = '', suffix = ''] = /^(For(?:All|Any)Values?:)?(.*?)(IfExists)?$/.exec(key.text) ?? [];
        const names = nearestNames(name, operatorNames).map((nearest) => correct(qualifier) + nearest + suffix);
        const fixes = () => nearestFixes(key, names);
        if (names.length === 0) context.report(key, message('unknown condition operator `{0}`', key.text));
        else context.report(key, message('unknown condition operator `{0}`; nearest: {1}', key.text, listed(names)), { fixes });
      }
    },
  },
});

function correct(qualifier: string): string {
  if (qualifier === '') return '';
  return qualifier.startsWith('ForAll') ? 'ForAllValues:' : 'ForAnyValue:';
}
