import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** An ARN, or a star. */
export const invalidArnPrefix = defineCheck({
  code: 'invalid-arn-prefix',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A resource that is neither `*` nor an ARN',
  why: 'Resources are named by ARN.',
  source: policyCheck('error', 'invalid-arn-prefix'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "amzn-s3-demo-bucket/*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["*", "\${bucket_arn}/*", "<bucket>"] }`,
    ],
  },
  visit: {
    resource({ text, span, name }, _statement, context) {
      if (name.arn !== undefined || text.startsWith('*') || text.startsWith('?') || hasPlaceholder(text)) return;
      context.report(span, message('a resource is `*` or begins with `arn:`'));
    },
  },
});
