import { nearestNames } from '../../text/editDistance';
import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { renameFix } from '../support/fixes';
import { listed } from '../support/names';
import { hasPlaceholder, isIntrinsicName } from '../support/placeholder';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** There are four kinds of principal. */
export const invalidPrincipalKey = defineCheck({
  code: 'invalid-principal-key',
  findingType: 'error',
  appliesTo: principalPolicyTypes,
  summary: 'A principal of an unknown kind',
  why: 'A principal is `AWS`, `Service`, `Federated` or `CanonicalUser`.',
  source: policyCheck('error', 'invalid-principal-key'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "User": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333", "Service": "ec2.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], ({ value }, _statement, context) => {
      if (value?.kind !== 'object') return;
      for (const member of value.members) {
        const { text } = member.key;
        if (text === '' || kinds.includes(text) || isIntrinsicName(text) || hasPlaceholder(text)) continue;
        context.report(member.key, message('unknown kind of principal `{0}`; AWS knows {1}', text, listed(kinds)), {
          fixes: () => nearestNames(text, kinds, 1).map((name) => renameFix(member, name, true)),
        });
      }
    }),
  },
});

const kinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
