import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** One token, one audience. */
export const foranyvalueWithAudienceClaimType = defineCheck({
  code: 'foranyvalue-with-audience-claim-type',
  findingType: 'securityWarning',
  appliesTo: ['trust'],
  summary: '`ForAnyValue` with the audience of a token',
  why: 'An audience is a single value: one that is a list would match by any of its entries.',
  source: policyCheck('security-warning', 'foranyvalue-with-audience-claim-type'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "ForAnyValue:StringEquals": { "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"] }, "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } } }`,
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
      if (read?.qualifier !== 'ForAnyValue' || !/^[^:]+\.[^:]+:aud$/i.test(key.text)) return;
      context.report(key.span, message('the audience is a single value; leave `ForAnyValue:` out'));
    },
  },
});
