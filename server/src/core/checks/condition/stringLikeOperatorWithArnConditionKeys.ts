import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { renameFix } from '../support/fixes';
import { policyCheck } from '../support/reference';

/** ARN operators compare field by field. */
export const stringLikeOperatorWithArnConditionKeys = defineCheck({
  code: 'string-like-operator-with-arn-condition-keys',
  findingType: 'securityWarning',
  appliesTo: 'allPolicyTypes',
  summary: 'StringLike with a key that holds an ARN',
  why: 'A star of StringLike crosses the colons of an ARN: `arn:aws:iam::*:role/x` matches more than accounts. ArnLike compares field by field.',
  source: policyCheck('security-warning', 'string-like-operator-with-arn-condition-keys'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } } }`,
    ],
  },
  visit: {
    conditionSyntax({ operator, key: { key }, read }, context) {
      if (read?.name !== 'StringLike' && read?.name !== 'StringNotLike') return;
      if (lookupIn(context.catalog).keyName(key.text).known?.type !== 'ARN') return;
      const better = operator.key.text.replace(/String/i, 'Arn');
      context.report(key, message('`{0}` holds an ARN; `{1}` compares it field by field', key.text, better), {
        fixes: () => (operator.value?.kind === 'object' && operator.value.members.length === 1 ? [renameFix(operator, better, true)] : []),
      });
    },
  },
});
