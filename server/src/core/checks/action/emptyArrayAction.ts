import { message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** An empty list says nothing. */
export const emptyArrayAction = defineCheck({
  code: 'empty-array-action',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'Action is an empty list',
  why: 'The statement matches no request; as a NotAction it matches every one.',
  source: policyCheck('suggestion', 'empty-array-action'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": [], "Resource": "*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    elementSyntax: atElements(['Action', 'NotAction'], ({ key, value }, _statement, context) => {
      if (value?.kind === 'array' && value.items.length === 0) context.report(value, message('`{0}` is an empty list', key.text));
    }),
  },
});
