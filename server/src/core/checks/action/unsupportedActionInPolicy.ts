import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Only the service that owns the resource asks its policy. */
export const unsupportedActionInPolicy = defineCheck({
  code: 'unsupported-action-in-policy',
  findingType: 'error',
  appliesTo: ['resource:s3-bucket', 'resource:kms-key'],
  summary: 'An action of another service than the one whose resource holds the policy',
  why: 'The policy of a bucket is asked about S3 actions only, the policy of a key about KMS actions only; the service refuses others.',
  source: policyCheck('error', 'unsupported-action-in-policy'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:Decrypt", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    action({ text, span }, statement, context) {
      const own = context.policyType === 'resource:kms-key' ? 'kms' : 's3';
      const prefix = text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase();
      if (statement.action?.negated !== false || prefix === own || hasPlaceholder(text)) return;
      if (context.catalog.service(prefix) === undefined) return;
      context.report(span, message('`{0}` is no action on this resource: only actions of `{1}` are', text, own));
    },
  },
});
