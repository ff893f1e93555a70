import { valueOf } from '../../syntax/queries';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Version is the language version; there are two. */
export const invalidVersion = defineCheck({
  code: 'invalid-version',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'Version is neither `2012-10-17` nor `2008-10-17`',
  why: 'Version names the version of the policy language, not of your policy; AWS knows two.',
  source: policyCheck('error', 'invalid-version'),
  examples: {
    bad: [
      `{ "Version": "2012-10-18", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" } }`,
    ],
    good: [
      `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }] }`,
      `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" } }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      const version = valueOf(root, 'Version');
      if (version?.kind !== 'string' || hasPlaceholder(version.text)) return;
      if (version.text === '2012-10-17' || version.text === '2008-10-17') return;
      context.report(version, message('version must be `2012-10-17` or `2008-10-17`, not `{0}`', version.text), {
        fixes: () => [replaceFix(version, '2012-10-17', true)],
      });
    },
  },
});
