import { message } from '../../text/message';

import { defineCheck } from '../check';
import { githubHost } from '../support/oidc';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** The subject begins with the repository. */
export const specificGithubRepoAndBranchRecommended = defineCheck({
  code: 'specific-github-repo-and-branch-recommended',
  findingType: 'warning',
  appliesTo: ['trust'],
  summary: 'A wildcard in the organization or repository of a GitHub subject',
  why: 'Repositories that you do not know of may assume the role.',
  source: policyCheck('general-warning', 'specific-github-repo-and-branch-recommended'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" }, "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/*" } } }`,
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
    conditionEntry({ values, read, keyName }, { effect }, context) {
      if (effect !== 'Allow' || keyName !== `${githubHost}:sub` || read?.family !== 'String' || read.negated) return;
      for (const { text, span } of values) {
        const [, repository = ''] = /^repo:([^:]*)/.exec(text) ?? [];
        if (!/[*?]/.test(repository) || hasPlaceholder(text)) continue;
        context.report(span, message('`{0}` matches more than one repository', text));
      }
    },
  },
});
