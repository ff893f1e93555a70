import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { isOpen } from '../support/resourceArn';

/** A partition that nobody has heard of matches no resource. */
export const invalidPartition = defineCheck({
  code: 'invalid-partition',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The partition of an ARN is unknown',
  why: 'Partitions are `aws`, `aws-cn`, `aws-us-gov` and those of isolated Regions. One that looks like theirs and is not in the catalog is a warning.',
  source: policyCheck('error', 'invalid-partition'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:amazon:s3:::amzn-s3-demo-bucket/*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws-cn:s3:::b/*", "arn:*:s3:::b/*", "arn:\${partition}:s3:::b/*"] }`,
    ],
  },
  visit: {
    arn({ partition }, { span }, context) {
      if (partition === undefined || context.catalog.partitions().includes(partition) || isOpen(partition)) return;
      context.report(
        span,
        message('unknown partition `{0}` in the ARN (data of {1})', partition, context.catalog.date),
        /^aws(?:-[a-z0-9]+)+$/.test(partition) ? { findingType: 'warning' } : {},
      );
    },
  },
});
