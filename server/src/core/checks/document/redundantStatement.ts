import type { JsonNode } from '../../syntax/nodes';
import { statementsOf } from '../../syntax/queries';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext } from '../check';
import { canonicalStatement, statementFingerprint } from '../support/canonical';
import { removeFix } from '../support/fixes';
import { openingBrace } from '../support/places';
import { policyCheck } from '../support/reference';

/** Statements that differ in Sid, and in the order of lists, at most. */
export const redundantStatement = defineCheck({
  code: 'redundant-statement',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'Two statements say the same',
  why: 'The second changes nothing and costs characters of the quota.',
  source: policyCheck('suggestion', 'redundant-statement'),
  examples: {
    bad: [
      `{ "Version": "2012-10-17", "Statement": [{ "Sid": "One", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" }, { "Sid": "Two", "Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "*" }] }`,
    ],
    good: [
      `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }, { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }] }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      const statements = statementsOf(root);
      const alike = new Map<number, number[]>();
      statements.forEach((statement, index) => {
        if (statement.kind !== 'object' || statement.members.length === 0) return;
        const fingerprint = statementFingerprint(statement);
        const group = alike.get(fingerprint);
        if (group === undefined) alike.set(fingerprint, [index]);
        else group.push(index);
      });
      for (const group of alike.values()) if (group.length > 1) reportEqual(statements, group, context);
    },
  },
});

function reportEqual(statements: readonly JsonNode[], group: readonly number[], context: CheckContext): void {
  const seen = new Map<string, number>();
  for (const index of group) {
    const statement = statements[index];
    if (statement?.kind !== 'object') continue;
    const meaning = canonicalStatement(statement);
    const earlier = seen.get(meaning);
    if (earlier === undefined) seen.set(meaning, index);
    else {
      context.report(openingBrace(statement), message('this statement says the same as statement {0}', earlier + 1), {
        fixes: () => removeFix(statements, index, context.text, true),
      });
    }
  }
}
