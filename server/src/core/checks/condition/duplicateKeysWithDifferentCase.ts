import { message } from '../../text/message';

import { defineCheck } from '../check';
import { conditionOperatorsOf } from '../support/places';
import { policyCheck } from '../support/reference';

/** One operator, one key, once. */
export const duplicateKeysWithDifferentCase = defineCheck({
  code: 'duplicate-keys-with-different-case',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A condition key twice, in different case',
  why: 'Names of condition keys are compared without regard to case, so one of the two is lost.',
  source: policyCheck('error', 'duplicate-keys-with-different-case'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:principalorgid": "o-a1b2c3d4e5" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, "StringLike": { "aws:principalorgid": "o-a1b2c3d4e5" } } }`,
    ],
  },
  visit: {
    statementSyntax(statement, context) {
      for (const { value } of conditionOperatorsOf(statement)) {
        if (value?.kind !== 'object') continue;
        const seen = new Map<string, string>();
        for (const { key } of value.members) {
          const lower = key.text.toLowerCase();
          const earlier = seen.get(lower);
          if (earlier === undefined) seen.set(lower, key.text);
          else if (earlier !== key.text) context.report(key, message('the key `{0}` is here already, as `{1}`', key.text, earlier));
        }
      }
    },
  },
});
