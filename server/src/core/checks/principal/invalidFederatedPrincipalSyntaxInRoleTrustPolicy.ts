import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** An ARN of a provider, or a domain. */
export const invalidFederatedPrincipalSyntaxInRoleTrustPolicy = defineCheck({
  code: 'invalid-federated-principal-syntax-in-role-trust-policy',
  findingType: 'error',
  appliesTo: ['trust'],
  summary: 'A Federated principal that is no identity provider',
  why: 'It is the ARN of a SAML or OpenID Connect provider, or the domain of a public one.',
  source: policyCheck('error', 'invalid-federated-principal-syntax-in-role-trust-policy'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "corp provider" }, "Action": "sts:AssumeRoleWithSAML" }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity" }`,
      },
    ],
  },
  visit: {
    principal({ values }, _statement, context) {
      for (const { type, text, span } of values) {
        if (type !== 'Federated' || text === '*' || hasPlaceholder(text)) continue;
        if (/^(?:arn:[^:]+:iam::[^:]*:(?:saml|oidc)-provider\/.+|[\w-]+(?:\.[\w-]+)+(?:\/.*)?)$/.test(text)) continue;
        context.report(span, message('`{0}` is no identity provider', text));
      }
    },
  },
});
