import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An empty list says nothing. */
export const emptyArrayResource = defineCheck({
  code: 'empty-array-resource',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'Resource is an empty list',
  why: 'The statement matches no request; as a NotResource it matches every one.',
  source: policyCheck('suggestion', 'empty-array-resource'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": [] }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    elementSyntax: atElements(['Resource', 'NotResource'], ({ key, value }, _statement, context) => {
      if (value?.kind === 'array' && value.items.length === 0) context.report(value, message('`{0}` is an empty list', key.text));
    }),
  },
});
