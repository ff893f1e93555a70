import { message } from '../../text/message';

import { defineCheck } from '../check';
import { claimsTested, githubHost, oidcProviders } from '../support/oidc';
import { policyCheck } from '../support/reference';

/** The audience is the same for everybody; the subject names the repository. */
export const missingGithubRepoConditionKey = defineCheck({
  code: 'missing-github-repo-condition-key',
  findingType: 'securityWarning',
  appliesTo: ['trust'],
  summary: 'GitHub Actions trusted without a condition on the repository',
  why: 'Every workflow of every GitHub repository may assume the role.',
  source: policyCheck('security-warning', 'missing-github-repo-condition-key'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } } }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } } }`,
      },
    ],
  },
  visit: {
    principal(_principal, statement, context) {
      for (const { host, value } of oidcProviders(statement)) {
        if (host !== githubHost || claimsTested(statement, host).some((claim) => claim !== 'aud')) continue;
        context.report(value.span, message('no condition tests `{0}:sub`, so every repository on GitHub will do', host));
      }
    },
  },
});
