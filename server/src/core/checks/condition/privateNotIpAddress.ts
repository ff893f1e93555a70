import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { privateSources } from '../support/sourceIp';

/** `aws:SourceIp` is the public address of the caller. */
export const privateNotIpAddress = defineCheck({
  code: 'private-not-ip-address',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: '`aws:SourceIp` compared with private addresses only',
  why: '`aws:SourceIp` holds the public address of the caller, so the condition always holds. For calls through a VPC endpoint there is `aws:VpcSourceIp`.',
  source: policyCheck('error', 'private-not-ip-address'),
  examples: {
    bad: [
      `{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["192.168.0.0/16"] } } }`,
    ],
    good: [
      `{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } } }`,
    ],
  },
  visit: {
    conditionEntry(entry, _statement, context) {
      const found = privateSources(entry, 'NotIpAddress');
      if (found?.all !== true) return;
      context.report(entry.key.span, message('no request comes from a private address, so this always holds'));
    },
  },
});
