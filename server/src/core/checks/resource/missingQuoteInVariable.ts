import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { policyCheck } from '../support/reference';
import { knownVariables } from '../support/variables';

/** Default values are quoted. */
export const missingQuoteInVariable = defineCheck({
  code: 'missing-quote-in-variable',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'The default value of a policy variable lacks a quote',
  why: 'A default value stands in single quotes.',
  source: policyCheck('error', 'missing-quote-in-variable'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:PrincipalTag/team, 'shared}/*" }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:PrincipalTag/team, 'shared'}/*" }`,
    ],
  },
  visit: {
    variables({ text, span }, context) {
      const open = knownVariables(text, lookupIn(context.catalog)).some(
        ({ fallback }) => fallback !== undefined && !/^\s*'[^']*'\s*$/.test(fallback),
      );
      if (!open) return;
      context.report(span, message('the default value of a policy variable stands in single quotes'));
    },
  },
});
