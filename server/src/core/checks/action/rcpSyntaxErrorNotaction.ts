import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** An RCP reaches only some services, so everything but a few cannot be meant. */
export const rcpSyntaxErrorNotaction = defineCheck({
  code: 'rcp-syntax-error-notaction',
  findingType: 'error',
  appliesTo: ['rcp'],
  summary: 'NotAction in a resource control policy',
  why: 'Organizations refuses an RCP with NotAction: an RCP names the actions of the services it reaches.',
  source: policyCheck('error', 'rcp-syntax-error-notaction'),
  examples: {
    bad: [{ policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*" }` }],
    good: [{ policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }` }],
  },
  visit: {
    elementSyntax: atElements(['NotAction'], (member, { members }, context) => {
      context.report(member.key, message('a resource control policy has no `{0}`', member.key.text), {
        fixes: () => removeFix(members, members.indexOf(member), context.text, false),
      });
    }),
  },
});
