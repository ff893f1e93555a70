import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** The bare star is refused; the object form is not. */
export const roleTrustPolicyUnsupportedWildcardInPrincipal = defineCheck({
  code: 'role-trust-policy-unsupported-wildcard-in-principal',
  findingType: 'error',
  appliesTo: ['trust'],
  summary: '`"Principal": "*"` in a trust policy',
  why: 'Trust policies take `{ "AWS": "*" }` in its place; narrow it by a Condition.',
  source: policyCheck('error', 'role-trust-policy-unsupported-wildcard-in-principal'),
  examples: {
    bad: [{ policyType: 'trust', text: `{ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" }` }],
    good: [{ policyType: 'trust', text: `{ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" }` }],
  },
  visit: {
    elementSyntax: atElements(['Principal'], ({ value }, _statement, context) => {
      if (value?.kind !== 'string' || value.text !== '*') return;
      context.report(value, message('a trust policy does not take the principal `*`'), {
        fixes: () => {
          const newText = '{ "AWS": "*" }';
          return [{ title: message('Change to `{0}`', newText), edits: [{ span: value, newText }], preferred: true }];
        },
      });
    }),
  },
});
