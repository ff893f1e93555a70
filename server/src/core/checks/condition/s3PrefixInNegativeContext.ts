import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** What a prefix hides, a shorter prefix shows. */
export const s3PrefixInNegativeContext = defineCheck({
  code: 's3-prefix-in-negative-context',
  findingType: 'securityWarning',
  appliesTo: 'allPolicyTypes',
  summary: '`s3:prefix` in a Deny with a positive operator, or in an Allow with a negated one',
  why: 'A request without a prefix, or with a shorter one, lists those objects all the same. Allow with StringLike, or deny with StringNotLike.',
  source: policyCheck('security-warning', 's3-prefix-in-negative-context'),
  examples: {
    bad: [
      `{ "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": { "StringLike": { "s3:prefix": "private/*" } } }`,
    ],
    good: [
      `{ "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": { "StringNotLike": { "s3:prefix": "public/*" } } }`,
      `{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket", "Condition": { "StringLike": { "s3:prefix": "home/*" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, read, keyName }, { effect }, context) {
      if (keyName !== 's3:prefix' || read?.family !== 'String' || effect === undefined) return;
      if ((effect === 'Deny') === read.negated) return;
      context.report(key.span, message('a request with a shorter prefix, or none, gets past this'));
    },
  },
});
