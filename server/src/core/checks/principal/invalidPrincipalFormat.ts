import type { StringNode } from '../../syntax/nodes';
import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import type { Fix } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { principalPolicyTypes } from '../support/policyTypes';
import { policyCheck } from '../support/reference';

/** The bare string form is for everybody only. */
export const invalidPrincipalFormat = defineCheck({
  code: 'invalid-principal-format',
  findingType: 'error',
  appliesTo: principalPolicyTypes,
  summary: 'Principal is neither `*` nor an object',
  why: 'AWS takes `"*"` or an object such as `{ "AWS": "111122223333" }`.',
  source: policyCheck('error', 'invalid-principal-format'),
  examples: {
    bad: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": "arn:aws:iam::111122223333:root", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
    good: [
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
      {
        policyType: 'resource:s3-bucket',
        text: `{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      },
    ],
  },
  visit: {
    elementSyntax: atElements(['Principal', 'NotPrincipal'], ({ key, value }, _statement, context) => {
      if (value === undefined) return;
      if (value.kind === 'array') {
        context.report(value, message('`{0}` must be `*` or an object such as {1}', key.text, '`{ "AWS": … }`'));
        return;
      }
      if (value.kind !== 'string' || value.text === '*' || value.text === '' || hasPlaceholder(value.text)) return;
      context.report(value, message('`{0}` must be `*` or an object such as {1}', key.text, '`{ "AWS": … }`'), {
        fixes: () => wrapFix(value),
      });
    }),
  },
});

function wrapFix(value: StringNode): readonly Fix[] {
  const type = /^(?:arn:[^:]*:(?:iam|sts):|\d{12}$)/.test(value.text)
    ? 'AWS'
    : /\.amazonaws\.com(?:\.cn)?$/.test(value.text)
      ? 'Service'
      : undefined;
  if (type === undefined) return [];
  const newText = `{ "${type}": ${JSON.stringify(value.text)} }`;
  return [{ title: message('Change to `{0}`', newText), edits: [{ span: value, newText }], preferred: true }];
}
