import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { policyCheck } from '../support/reference';
import { knownVariables } from '../support/variables';

/** Only the default value may hold spaces. */
export const unsupportedSpaceInVariable = defineCheck({
  code: 'unsupported-space-in-variable',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A policy variable with a space in its name',
  why: 'AWS refuses it.',
  source: policyCheck('error', 'unsupported-space-in-variable'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws: username}/*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:username}/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${ bucket }/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:PrincipalTag/team, 'my team'}/*" }`,
    ],
  },
  visit: {
    variables({ text, span }, context) {
      if (!knownVariables(text, lookupIn(context.catalog)).some(({ inner }) => /\s/.test(inner.split(',', 1)[0]?.trimEnd() ?? ''))) return;
      context.report(span, message('the name of a policy variable holds a space'));
    },
  },
});
