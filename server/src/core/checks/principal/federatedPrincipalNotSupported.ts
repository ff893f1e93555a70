import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Identity providers are trusted by roles only. */
export const federatedPrincipalNotSupported = defineCheck({
  code: 'federated-principal-not-supported',
  findingType: 'error',
  appliesTo: ['resource', 'resource:s3-bucket', 'resource:kms-key'],
  summary: 'A federated principal outside a trust policy',
  why: 'Federated users call with a role session; name the role. Only a trust policy names their identity provider.',
  source: policyCheck('error', 'federated-principal-not-supported'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/corp" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], ({ value }, _statement, context) => {
      if (value?.kind !== 'object') return;
      for (const member of value.members) {
        if (member.key.text !== 'Federated') continue;
        context.report(member.key, message('only a trust policy takes a Federated principal'));
      }
    }),
  },
});
