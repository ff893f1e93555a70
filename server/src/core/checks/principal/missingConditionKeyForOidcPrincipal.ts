import { message } from '../../text/message';

import { defineCheck } from '../check';
import { claimsTested, oidcProviders } from '../support/oidc';
import { policyCheck } from '../support/reference';

/** A token must be for you: test its audience and subject. */
export const missingConditionKeyForOidcPrincipal = defineCheck({
  code: 'missing-condition-key-for-oidc-principal',
  findingType: 'securityWarning',
  appliesTo: ['trust'],
  summary: 'An OpenID Connect provider trusted without any condition on its claims',
  why: 'Everybody with a token of that provider, its other customers included, may assume the role.',
  source: policyCheck('security-warning', 'missing-condition-key-for-oidc-principal'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.example.com" }, "Action": "sts:AssumeRoleWithWebIdentity" }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.example.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "gitlab.example.com:sub": "project_path:group/project:ref_type:branch:ref:main" } } }`,
      },
    ],
  },
  visit: {
    principal(_principal, statement, context) {
      for (const { host, value } of oidcProviders(statement)) {
        if (claimsTested(statement, host).length > 0) continue;
        context.report(value.span, message('no condition tests the claims of `{0}`, so any of its tokens will do', host));
      }
    },
  },
});
