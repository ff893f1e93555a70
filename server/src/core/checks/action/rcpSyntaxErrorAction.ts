import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** RCPs reach some services only. */
export const rcpSyntaxErrorAction = defineCheck({
  code: 'rcp-syntax-error-action',
  findingType: 'error',
  appliesTo: ['rcp'],
  summary: 'An action that an RCP does not reach',
  why: 'An RCP names actions of the services that support RCPs; a bare `*` is refused. Which services those are grows: one that the catalog does not list is a warning.',
  source: policyCheck('error', 'rcp-syntax-error-action'),
  examples: {
    bad: [
      { policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }` },
      { policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "ec2:*", "Resource": "*" }` },
    ],
    good: [{ policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }` }],
  },
  visit: {
    action({ text, span }, statement, context) {
      if (statement.effect !== 'Deny' || statement.action?.negated !== false || hasPlaceholder(text)) return;
      if (text === '*') {
        context.report(span, message('a resource control policy cannot deny `*`; name the services'));
        return;
      }
      const prefix = text.slice(0, Math.max(0, text.indexOf(':')));
      if (context.catalog.service(prefix) === undefined || context.catalog.supportsRcp(prefix.toLowerCase())) return;
      context.report(span, message('resource control policies do not reach `{0}` (service data of {1})', prefix, context.catalog.date), {
        findingType: 'warning',
      });
    },
  },
});
