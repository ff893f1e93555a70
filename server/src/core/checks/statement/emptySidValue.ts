import { message } from '../../text/message';

import { defineCheck } from '../check';
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
    statementSyntax({ members }, _index, context) {
      members.forEach(({ key, value }, index) => {
        if (key.text !== 'Sid' || value?.kind !== 'string' || value.text !== '' || value.unclosed) return;
        context.report(value, message('the Sid is empty'), { fixes: () => removeFix(members, index, context.text, true) });
      });
    },
  },
});
