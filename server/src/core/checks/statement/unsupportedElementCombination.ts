import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** AWS refuses both of a pair. */
export const unsupportedElementCombination = defineCheck({
  code: 'unsupported-element-combination',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'An element stands beside its own opposite',
  why: 'A statement has Action or NotAction, Resource or NotResource, Principal or NotPrincipal: never both of a pair.',
  source: policyCheck('error', 'unsupported-element-combination'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "s3:GetObject", "NotAction": "s3:PutObject", "Resource": "*" }`],
    good: [`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`],
  },
  visit: {
    statementSyntax({ first }, context) {
      for (const name of ['Action', 'Resource', 'Principal'] as const) {
        const negated = first[`Not${name}`];
        if (negated === undefined || first[name] === undefined) continue;
        context.report(negated.key, message('`{0}` cannot stand beside `{1}` in one statement', negated.key.text, name));
      }
    },
  },
});
