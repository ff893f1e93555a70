import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** An empty list says nothing. */
export const emptyArrayPrincipal = defineCheck({
  code: 'empty-array-principal',
  findingType: 'suggestion',
  appliesTo: [...principalPolicyTypes],
  summary: 'A kind of principal with an empty list',
  why: 'It names nobody.',
  source: policyCheck('suggestion', 'empty-array-principal'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": [] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": ["111122223333"] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], ({ value }, _statement, context) => {
      if (value?.kind !== 'object') return;
      for (const member of value.members) {
        if (member.value?.kind !== 'array' || member.value.items.length > 0) continue;
        context.report(member.value, message('`{0}` is an empty list', member.key.text));
      }
    }),
  },
});
