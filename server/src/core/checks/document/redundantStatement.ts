import type { JsonNode } from '../../syntax/nodes';
import { statementsOf } from '../../syntax/queries';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext } from '../check';
import { areWrittenAlike, canonicalStatement, statementFingerprint } from '../support/canonical';
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
      const first = new Map<number, number>();
      const alike = new Map<number, number[]>();
      for (let index = 0; index < statements.length; index++) {
        const statement = statements[index];
        if (statement?.kind !== 'object' || statement.members.length === 0) continue;
        const fingerprint = statementFingerprint(statement, context.text);
        const earlier = first.get(fingerprint);
        if (earlier === undefined) {
          first.set(fingerprint, index);
          continue;
        }
        const group = alike.get(fingerprint);
        if (group === undefined) alike.set(fingerprint, [earlier, index]);
        else group.push(index);
      }
      for (const group of alike.values()) reportEqual(statements, group, context);
    },
  },
});

/** Most equal statements are copies of each other; only the others are put into canonical form. */
function reportEqual(statements: readonly JsonNode[], group: readonly number[], context: CheckContext): void {
  const [firstIndex = 0] = group;
  const first = statements[firstIndex];
  if (first?.kind !== 'object') return;
  const seen = new Map<string, number>();
  for (const index of group.slice(1)) {
    const statement = statements[index];
    if (statement?.kind !== 'object') continue;
    if (areWrittenAlike(first, statement)) {
      report(statements, index, firstIndex, context);
      continue;
    }
    if (seen.size === 0) seen.set(canonicalStatement(first), firstIndex);
    const meaning = canonicalStatement(statement);
    const earlier = seen.get(meaning);
    if (earlier === undefined) seen.set(meaning, index);
    else report(statements, index, earlier, context);
  }
}

function report(statements: readonly JsonNode[], index: number, earlier: number, context: CheckContext): void {
  const statement = statements[index];
  if (statement === undefined) return;
  context.report(openingBrace(statement), message('this statement says the same as statement {0}', earlier + 1), {
    fixes: () => removeFix(statements, index, context.text, true),
  });
}
