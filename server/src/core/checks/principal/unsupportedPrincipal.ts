import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { identityPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** The principal is whoever holds the policy. */
export const unsupportedPrincipal = defineCheck({
  code: 'unsupported-principal',
  findingType: 'error',
  appliesTo: identityPolicyTypes,
  summary: 'A Principal in a policy that has none',
  why: 'The principal of an identity-based policy is whoever it is attached to; AWS refuses one that names another.',
  source: policyCheck('error', 'unsupported-principal'),
  examples: {
    bad: [`{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], (member, { members }, context) => {
      context.report(member.key, message('an identity-based policy has no `{0}`', member.key.text), {
        fixes: () => removeFix(members, members.indexOf(member), context.text, false),
      });
    }),
  },
});
