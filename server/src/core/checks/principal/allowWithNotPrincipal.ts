import { message } from '../../text/message';

import { defineCheck } from '../check';
import { resourcePolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** Everybody but a few is a great many. */
export const allowWithNotPrincipal = defineCheck({
  code: 'allow-with-not-principal',
  findingType: 'securityWarning',
  appliesTo: [...resourcePolicyTypes],
  summary: 'Allow with NotPrincipal',
  why: 'It allows everybody who is not listed, people without an AWS account included. AWS does not support it.',
  source: policyCheck('security-warning', 'allow-with-not-principal'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Deny", "NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    principal(principal, { effect }, context) {
      if (effect !== 'Allow' || !principal.negated) return;
      context.report(principal.keySpan, message('Allow with NotPrincipal allows everybody who is not listed'));
    },
  },
});
