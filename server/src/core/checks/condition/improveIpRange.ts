import { message } from '../../text/message';

import { defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { hasBitsAfterMask, networkText, readRange } from '../support/ipRange';
import { policyCheck } from '../support/reference';

/** What the mask hides says nothing. */
export const improveIpRange = defineCheck({
  code: 'improve-ip-range',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'An IP range with bits after its prefix',
  why: 'The bits after the prefix length do not count; write the range as AWS reads it.',
  source: policyCheck('suggestion', 'improve-ip-range'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.7/24" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read }, _statement, context) {
      if (read?.family !== 'IPAddress') return;
      for (const { text, span } of values) {
        const range = readRange(text);
        if (range === undefined || !hasBitsAfterMask(range)) continue;
        const network = networkText(range);
        context.report(span, message('`{0}` has bits set after its prefix', text), {
          fixes: () => (network === undefined ? [] : [replaceFix(span, network, true)]),
        });
      }
    },
  },
});
