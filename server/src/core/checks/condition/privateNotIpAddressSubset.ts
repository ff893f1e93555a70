import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { privateSources } from '../support/sourceIp';

/** `aws:SourceIp` is the public address of the caller. */
export const privateNotIpAddressSubset = defineCheck({
  code: 'private-not-ip-address-subset',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'Private addresses among the values of `aws:SourceIp`',
  why: 'No request comes from them, so excluding them does nothing.',
  source: policyCheck('suggestion', 'private-not-ip-address-subset'),
  examples: {
    bad: [
      `{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"] } } }`,
    ],
    good: [
      `{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24"] } } }`,
    ],
  },
  visit: {
    conditionEntry(entry, _statement, context) {
      const found = privateSources(entry, 'NotIpAddress');
      if (found?.all !== false) return;
      for (const { text, span } of found.values) context.report(span, message('no request comes from the private range `{0}`', text));
    },
  },
});
