import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** The role itself is the resource. */
export const roleTrustPolicySyntaxErrorResource = defineCheck({
  code: 'role-trust-policy-syntax-error-resource',
  findingType: 'error',
  appliesTo: ['trust'],
  summary: 'Resource in a trust policy',
  why: 'The resource of a trust policy is the role it belongs to; IAM refuses one that names resources.',
  source: policyCheck('error', 'role-trust-policy-syntax-error-resource'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole", "Resource": "*" }`,
      },
    ],
    good: [{ policyType: 'trust', text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }` }],
  },
  visit: {
    elementSyntax: atElements(['Resource', 'NotResource'], (member, { members }, context) => {
      context.report(member.key, message('a trust policy has no `{0}`: the resource is the role', member.key.text), {
        fixes: () => removeFix(members, members.indexOf(member), context.text, true),
      });
    }),
  },
});
