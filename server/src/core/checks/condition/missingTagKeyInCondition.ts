import { message } from '../../text/message';

import { defineCheck } from '../check';
import { tagKeys } from '../support/keys';
import { policyCheck } from '../support/reference';

/** The tag is part of the key. */
export const missingTagKeyInCondition = defineCheck({
  code: 'missing-tag-key-in-condition',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A tag condition key without its tag',
  why: 'The key is `aws:PrincipalTag/team`: the name of the tag belongs to it.',
  source: policyCheck('error', 'missing-tag-key-in-condition'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalTag": "blue" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "blue" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key: { text, span } }, _statement, context) {
      const bare = text.endsWith('/') ? text.slice(0, -1) : text;
      if (tagKeys.has(bare.toLowerCase())) context.report(span, message('`{0}` needs the name of a tag, as in `{0}/team`', bare));
    },
  },
});
