import type { MemberNode } from '../../syntax/nodes';
import { nearestNames } from '../../text/editDistance';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext } from '../check';
import { documentElements, statementElements } from '../support/elements';
import { renameFix } from '../support/fixes';
import { hasPlaceholder, isIntrinsicName } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** A misspelt element is refused at save time rather than ignored. */
export const invalidPolicyElement = defineCheck({
  code: 'invalid-policy-element',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A member of the policy or of a statement is no policy element',
  why: 'AWS refuses a policy with a member it does not know. Names of elements are case-sensitive.',
  source: policyCheck('error', 'invalid-policy-element'),
  examples: {
    bad: [`{ "Effect": "Allow", "Actions": "s3:GetObject", "Resource": "*" }`, `{ "Version": "2012-10-17", "Statements": [] }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Version": "2012-10-17", "Id": "x", "Statement": [] }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      if (root.kind !== 'object') return;
      const unknown = root.members.filter(({ key }) => !documentElements.includes(key.text));
      if (unknown.length === 0) return;
      const present = new Set(root.members.map(({ key }) => key.text));
      const absent = documentElements.filter((name) => !present.has(name));
      for (const member of unknown) reportUnknown(member, absent, context);
    },
    elementSyntax: {
      other(member, { first }, context) {
        const absent = statementElements.filter((name) => first[name] === undefined);
        reportUnknown(member, absent, context);
      },
    },
  },
});

/** `absent` are the elements it could have been meant for. */
function reportUnknown(member: MemberNode, absent: readonly string[], context: CheckContext): void {
  const { text } = member.key;
  if (text === '' || isIntrinsicName(text) || hasPlaceholder(text)) return;
  const [nearest] = nearestNames(text, absent, 1);
  if (nearest === undefined) {
    context.report(member.key, message('unknown element `{0}`', text));
    return;
  }
  context.report(member.key, message('unknown element `{0}`; did you mean `{1}`?', text, nearest), {
    fixes: () => [renameFix(member, nearest, true)],
  });
}
