import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { policyCheck } from '../support/reference';

/** A resource-based policy is about its own resource. */
export const unsupportedResourceArnInPolicy = defineCheck({
  code: 'unsupported-resource-arn-in-policy',
  findingType: 'error',
  appliesTo: ['resource:s3-bucket', 'resource:kms-key'],
  summary: 'An ARN of another service than the one whose resource holds the policy',
  why: 'The policy of a bucket speaks of that bucket and its objects, the policy of a key of that key.',
  source: policyCheck('error', 'unsupported-resource-arn-in-policy'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }`,
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
    resource({ name, span }, statement, context) {
      const service = name.arn?.service;
      if (statement.resource?.negated !== false || service === undefined || !/^[a-z0-9-]+$/.test(service)) return;
      const own = context.policyType === 'resource:kms-key' ? 'kms' : 's3';
      if (service === own || !lookupIn(context.catalog).isArnService(service)) return;
      context.report(span, message('the policy of this resource does not speak of `{0}` resources', service));
    },
  },
});
