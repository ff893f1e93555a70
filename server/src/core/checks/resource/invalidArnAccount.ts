import { message } from '../../text/message';

import { defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** Only what looks like an account and cannot be one. */
export const invalidArnAccount = defineCheck({
  code: 'invalid-arn-account',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The account of an ARN is no account ID',
  why: 'An account ID has twelve digits.',
  source: policyCheck('error', 'invalid-arn-account'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:1234:orders" }`],
    good: [
      `{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["arn:aws:sqs:us-east-1:111122223333:orders", "arn:aws:sqs:us-east-1:<account-id>:orders", "arn:aws:sqs:us-east-1:*:orders"] }`,
    ],
  },
  visit: {
    arn({ account }, { text, span }, context) {
      // Letters are most likely a name to be filled in; digits are a slip.
      if (account === undefined || !/^[\d-]+$/.test(account) || /^\d{12}$/.test(account)) return;
      context.report(span, message('account `{0}` of the ARN does not have twelve digits', account), {
        fixes: () => {
          const digits = account.replaceAll('-', '');
          return digits.length === 12 ? [replaceFix(span, text.replace(account, digits), true)] : [];
        },
      });
    },
  },
});
