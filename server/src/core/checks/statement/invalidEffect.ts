import { nearestNames } from '../../text/editDistance';
import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** AWS compares Effect exactly: `allow` is refused at save time rather than read as Deny. */
export const invalidEffect = defineCheck({
  code: 'invalid-effect',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'Effect is neither `Allow` nor `Deny`',
  why: 'AWS refuses the policy. Effect is case-sensitive.',
  source: policyCheck('error', 'invalid-effect'),
  examples: {
    bad: [`{ "Effect": "allow", "Action": "s3:GetObject", "Resource": "*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    elementSyntax: atElements(['Effect'], ({ value }, _statement, context) => {
      if (value?.kind !== 'string' || value.text === 'Allow' || value.text === 'Deny' || hasPlaceholder(value.text)) return;
      context.report(value, message('effect must be `Allow` or `Deny`, not `{0}`', value.text), {
        fixes: () => {
          const names = nearestNames(value.text, ['Allow', 'Deny']);
          return names.map((name) => replaceFix(value, name, names.length === 1));
        },
      });
    }),
  },
});
