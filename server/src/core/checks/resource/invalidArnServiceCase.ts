import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { replaceFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** ARNs are case-sensitive. */
export const invalidArnServiceCase = defineCheck({
  code: 'invalid-arn-service-case',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'Upper-case letters in the service of an ARN',
  why: 'The service of an ARN is in lower case.',
  source: policyCheck('error', 'invalid-arn-service-case'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:S3:::amzn-s3-demo-bucket/*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    arn({ service }, { text, span }, context) {
      if (service === undefined || !/^[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*$/.test(service)) return;
      const lower = service.toLowerCase();
      if (!lookupIn(context.catalog).isArnService(lower)) return;
      context.report(span, message('the service of an ARN is in lower case: `{0}`', lower), {
        fixes: () => [replaceFix(span, text.replace(`:${service}:`, `:${lower}:`), true)],
      });
    },
  },
});
