import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';
import { withoutVariables } from '../support/variables';

/** A service is worth its name. */
export const wildcardInServiceName = defineCheck({
  code: 'wildcard-in-service-name',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'A wildcard in the service of an ARN',
  why: 'It matches resources of services you may not think of. Name the service.',
  source: policyCheck('suggestion', 'wildcard-in-service-name'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s*:::amzn-s3-demo-bucket/*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`,
    ],
  },
  visit: {
    arn({ service, region }, { span }, context) {
      if (service === undefined || region === undefined || !/[*?]/.test(service) || !/[*?]/.test(withoutVariables(service))) return;
      context.report(span, message('the service of the ARN holds a wildcard'));
    },
  },
});
