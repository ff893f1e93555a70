import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** An RCP holds for everybody. */
export const rcpSyntaxErrorPrincipal = defineCheck({
  code: 'rcp-syntax-error-principal',
  findingType: 'error',
  appliesTo: ['rcp'],
  summary: 'A resource control policy for certain principals',
  why: 'The Principal of an RCP is `*`; narrow it by a Condition on `aws:PrincipalArn` or `aws:PrincipalOrgID`.',
  source: policyCheck('error', 'rcp-syntax-error-principal'),
  examples: {
    bad: [
      { policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": "*" }` },
      { policyType: 'rcp', text: `{ "Effect": "Deny", "NotPrincipal": "*", "Action": "s3:*", "Resource": "*" }` },
    ],
    good: [{ policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }` }],
  },
  visit: {
    principal({ negated, keySpan, values }, _statement, context) {
      if (negated) context.report(keySpan, message('a resource control policy has no `{0}`', 'NotPrincipal'));
      else if (values.some(({ text }) => text !== '*' && !hasPlaceholder(text))) {
        context.report(keySpan, message('the Principal of a resource control policy is `*`'));
      }
    },
  },
});
