import { message } from '../../text/message';

import { defineCheck } from '../check';
import { readOperator } from '../support/conditionOperator';
import { renameFix } from '../support/fixes';
import { conditionOperatorsOf } from '../support/places';
import { policyCheck } from '../support/reference';

/** Presence has nothing to do with the number of values. */
export const nullWithQualifier = defineCheck({
  code: 'null-with-qualifier',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: '`Null` with a set operator',
  why: 'Null asks whether a key is there, however many values it has; the set operator changes nothing.',
  source: policyCheck('suggestion', 'null-with-qualifier'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ForAllValues:Null": { "aws:TagKeys": "false" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Null": { "aws:TagKeys": "false" } } }`,
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      for (const member of conditionOperatorsOf(statement)) {
        const operator = readOperator(member.key.text);
        if (operator?.family !== 'Null' || operator.qualifier === undefined || operator.ifExists) continue;
        context.report(member.key, message('`Null` needs no set operator'), { fixes: () => [renameFix(member, 'Null', true)] });
      }
    },
  },
});
