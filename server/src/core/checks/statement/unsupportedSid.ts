import { message } from '../../text/message';

import { defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { hasPlaceholder } from '../support/placeholder';
import { iamPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** Letters and digits in IAM; several services take more in their resource-based policies. */
export const unsupportedSid = defineCheck({
  code: 'unsupported-sid',
  findingType: 'error',
  appliesTo: iamPolicyTypes,
  summary: 'A Sid with characters that IAM refuses',
  why: 'In IAM a Sid holds letters and digits only.',
  source: policyCheck('error', 'unsupported-sid'),
  examples: {
    bad: [`{ "Sid": "Read-only access", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`],
    good: [`{ "Sid": "ReadOnlyAccess", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`],
  },
  visit: {
    statement({ sid }, context) {
      if (sid === undefined || !/[^A-Za-z0-9]/.test(sid.text) || hasPlaceholder(sid.text)) return;
      context.report(sid.span, message('the Sid `{0}` may hold letters and digits only', sid.text), {
        fixes: () => {
          const letters = sid.text.replace(/[^A-Za-z0-9]/g, '');
          return letters === '' ? [] : [replaceFix(sid.span, letters, true)];
        },
      });
    },
  },
});
