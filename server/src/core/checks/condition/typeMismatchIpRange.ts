import { message } from '../../text/message';

import { defineCheck } from '../check';
import { readRange } from '../support/ipRange';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** IPv4 or IPv6, with or without a prefix length. */
export const typeMismatchIpRange = defineCheck({
  code: 'type-mismatch-ip-range',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'An IP address condition with a value that is no address',
  why: 'AWS refuses the policy. Ranges are written as `203.0.113.0/24` or `2001:db8::/32`.',
  source: policyCheck('error', 'type-mismatch-ip-range'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/33" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "203.0.113.7", "2001:db8::/32", "::ffff:192.0.2.1"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read }, _statement, context) {
      const family = read?.family;
      if (family !== 'IPAddress') return;
      for (const { text, span } of values) {
        if (readRange(text) !== undefined || hasPlaceholder(text)) continue;
        context.report(span, message('`{0}` is no IP address and no range of them', text));
      }
    },
  },
});
