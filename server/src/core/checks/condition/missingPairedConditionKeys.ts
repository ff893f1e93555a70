import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An address means something in its VPC only. */
export const missingPairedConditionKeys = defineCheck({
  code: 'missing-paired-condition-keys',
  findingType: 'securityWarning',
  appliesTo: 'allPolicyTypes',
  summary: '`aws:VpcSourceIp` without the VPC',
  why: 'Private addresses repeat from VPC to VPC: test `aws:SourceVpc` or `aws:SourceVpce` as well.',
  source: policyCheck('security-warning', 'missing-paired-condition-keys'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/16" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/16" }, "StringEquals": { "aws:SourceVpc": "vpc-12345678" } } }`,
    ],
  },
  visit: {
    conditionEntry({ key, keyName }, statement, context) {
      if (keyName !== 'aws:vpcsourceip' || placing.some((name) => statement.keyNames.has(name))) return;
      context.report(key.span, message('other VPCs have the same addresses: test `aws:SourceVpc` or `aws:SourceVpce` as well'));
    },
  },
});

/** Any of these says which VPC is meant. */
const placing = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn'];
