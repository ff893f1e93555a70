import { message } from '../../text/message';

import { defineCheck } from '../check';
import { readOperator } from '../support/conditionOperator';
import { renameFix } from '../support/fixes';
import { conditionOperatorsOf } from '../support/places';
import { policyCheck } from '../support/reference';

/** Null tests for presence itself. */
export const nullWithIfExists = defineCheck({
  code: 'null-with-if-exists',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: '`NullIfExists`',
  why: 'Null asks whether a key is there; IfExists would make it true whenever it is not.',
  source: policyCheck('error', 'null-with-if-exists'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NullIfExists": { "aws:PrincipalOrgID": "true" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Null": { "aws:PrincipalOrgID": "true" } } }`,
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      for (const member of conditionOperatorsOf(statement)) {
        const operator = readOperator(member.key.text);
        if (operator?.family !== 'Null' || !operator.ifExists) continue;
        context.report(member.key, message('`Null` takes no `IfExists`'), { fixes: () => [renameFix(member, 'Null', true)] });
      }
    },
  },
});
