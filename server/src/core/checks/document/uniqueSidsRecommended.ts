import { defineCheck } from '../check';
import { reportDuplicateSids } from '../support/duplicateSids';
import { resourcePolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** Where Sids need not be unique it still helps if they are. */
export const uniqueSidsRecommended = defineCheck({
  code: 'unique-sids-recommended',
  findingType: 'warning',
  appliesTo: [...resourcePolicyTypes, 'scp', 'rcp'],
  summary: 'Two statements have the same `Sid`',
  why: 'The service accepts it, but a Sid is there to tell statements apart: in logs, in reviews, in tools.',
  source: policyCheck('general-warning', 'unique-sids-recommended'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }, { "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "*" }] }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }, { "Sid": "Write", "Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "*" }] }`,
      },
    ],
  },
  visit: {
    document(root, _policy, context) {
      reportDuplicateSids(root, context);
    },
  },
});
