import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** One token, one audience. */
export const confirmAudienceClaimType = defineCheck({
  code: 'confirm-audience-claim-type',
  findingType: 'suggestion',
  appliesTo: ['trust'],
  summary: '`ForAllValues` with the audience of a token',
  why: 'An audience is a single value with the known providers; ForAllValues also holds when there is none.',
  source: policyCheck('suggestion', 'confirm-audience-claim-type'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "ForAllValues:StringEquals": { "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"] }, "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } } }`,
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
    conditionEntry({ key, read }, _statement, context) {
      if (read?.qualifier !== 'ForAllValues' || !/^[^:]+\.[^:]+:aud$/i.test(key.text)) return;
      context.report(key.span, message('the audience is a single value; leave `ForAllValues:` out'));
    },
  },
});
