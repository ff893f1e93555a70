import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** Principals are compared, not matched. */
export const unsupportedWildcardInPrincipal = defineCheck({
  code: 'unsupported-wildcard-in-principal',
  findingType: 'error',
  appliesTo: principalPolicyTypes,
  summary: 'A wildcard inside a principal',
  why: 'A principal is named in full, or it is `*`. To allow by pattern, take `*` or the account and test `aws:PrincipalArn` in the Condition.',
  source: policyCheck('error', 'unsupported-wildcard-in-principal'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/*" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "Service": "*" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    principal({ values }, _statement, context) {
      for (const { type, text, span } of values) {
        if (!/[*?]/.test(text) || hasPlaceholder(text)) continue;
        if (text === '*' && !named.includes(type)) continue;
        context.report(span, message('a principal cannot hold a wildcard: `{0}`', text));
      }
    },
  },
});

const named = ['Service', 'Federated', 'CanonicalUser'];
