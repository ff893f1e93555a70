import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** An SCP speaks for whole accounts. */
export const scpSyntaxErrorPrincipal = defineCheck({
  code: 'scp-syntax-error-principal',
  findingType: 'error',
  appliesTo: ['scp'],
  summary: 'A Principal in a service control policy',
  why: 'An SCP holds for all principals of the accounts it is attached to; Organizations refuses one that names principals. Test `aws:PrincipalArn` in the Condition instead.',
  source: policyCheck('error', 'scp-syntax-error-principal'),
  examples: {
    bad: [{ policyType: 'scp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "iam:CreateUser", "Resource": "*" }` }],
    good: [{ policyType: 'scp', text: `{ "Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*" }` }],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], (member, { members }, context) => {
      context.report(member.key, message('a service control policy has no `{0}`', member.key.text), {
        fixes: () => removeFix(members, members.indexOf(member), context.text, false),
      });
    }),
  },
});
