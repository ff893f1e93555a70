import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** An empty object says nothing. */
export const emptyObjectPrincipal = defineCheck({
  code: 'empty-object-principal',
  findingType: 'suggestion',
  appliesTo: [...principalPolicyTypes],
  summary: 'Principal is an empty object',
  why: 'It names nobody.',
  source: policyCheck('suggestion', 'empty-object-principal'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": {}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], ({ key, value }, _statement, context) => {
      if (value?.kind !== 'object') return;
      if (value.members.length === 0) context.report(value, message('`{0}` is an empty object', key.text));
    }),
  },
});
