import { itemsOf, valueOf } from '../../syntax/queries';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Customers write Deny statements only. */
export const rcpSyntaxErrorAllow = defineCheck({
  code: 'rcp-syntax-error-allow',
  findingType: 'error',
  appliesTo: ['rcp'],
  summary: 'Allow in a resource control policy',
  why: 'An RCP can only deny; the one Allow there is stands in `RCPFullAWSAccess`, which AWS attaches itself.',
  source: policyCheck('error', 'rcp-syntax-error-allow'),
  examples: {
    bad: [
      {
        policyType: 'rcp',
        text: `{ "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket" }`,
      },
    ],
    good: [
      { policyType: 'rcp', text: `{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }` },
      { policyType: 'rcp', text: `{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }` },
    ],
  },
  visit: {
    statementSyntax(node, context) {
      const effect = valueOf(node, 'Effect');
      if (effect?.kind !== 'string' || effect.text !== 'Allow') return;
      const full = ['Principal', 'Action', 'Resource'].every((name) => {
        const [value, ...others] = itemsOf(valueOf(node, name));
        return value?.kind === 'string' && value.text === '*' && others.length === 0;
      });
      if (full && valueOf(node, 'Condition') === undefined) return;
      context.report(effect, message('a resource control policy can only deny'));
    },
  },
});
