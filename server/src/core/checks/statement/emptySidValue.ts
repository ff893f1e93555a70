import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** An empty Sid identifies nothing. */
export const emptySidValue = defineCheck({
  code: 'empty-sid-value',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'An empty Sid',
  why: 'It identifies nothing. Name the statement, or leave Sid out.',
  source: policyCheck('suggestion', 'empty-sid-value'),
  examples: {
    bad: [`{ "Sid": "", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`],
    good: [`{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`],
  },
  visit: {
    elementSyntax: atElements(['Sid'], (member, { members }, context) => {
      const { value } = member;
      if (value?.kind !== 'string' || value.text !== '' || value.unclosed) return;
      context.report(value, message('the Sid is empty'), {
        fixes: () => removeFix(members, members.indexOf(member), context.text, true),
      });
    }),
  },
});
