import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** Trust policies name whom they trust. */
export const roleTrustPolicySyntaxErrorNotprincipal = defineCheck({
  code: 'role-trust-policy-syntax-error-notprincipal',
  findingType: 'error',
  appliesTo: ['trust'],
  summary: 'NotPrincipal in a trust policy',
  why: 'IAM refuses a trust policy that says who may not assume the role in place of who may.',
  source: policyCheck('error', 'role-trust-policy-syntax-error-notprincipal'),
  examples: {
    bad: [{ policyType: 'trust', text: `{ "Effect": "Deny", "NotPrincipal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }` }],
    good: [{ policyType: 'trust', text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }` }],
  },
  visit: {
    elementSyntax: atElements(['NotPrincipal'], (member, { members }, context) => {
      context.report(member.key, message('a trust policy has no `{0}`', member.key.text), {
        fixes: () => removeFix(members, members.indexOf(member), context.text, false),
      });
    }),
  },
});
