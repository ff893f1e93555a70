import { message } from '../../text/message';

import { defineCheck } from '../check';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** Ids are what AWS leaves behind of a deleted principal. */
export const invalidRoleReference = defineCheck({
  code: 'invalid-role-reference',
  findingType: 'warning',
  appliesTo: [...principalPolicyTypes],
  summary: 'The principal is the unique id of a role',
  why: 'AWS puts the id there when the role was deleted; a new one of the same name has another id and does not match.',
  source: policyCheck('general-warning', 'invalid-role-reference'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "AROADBQP57FF2AEXAMPLE" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    principal({ values }, _statement, context) {
      for (const { type, text, span } of values) {
        if (type !== 'AWS' || !/^AROA[A-Z0-9]{12,}$/.test(text)) continue;
        context.report(span, message('`{0}` is the id of a role, most likely a deleted one; name its ARN', text));
      }
    },
  },
});
