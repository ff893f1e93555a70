import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { textOf } from '../../syntax/queries';
import { lacks } from '../support/elements';
import { policyCheck } from '../support/reference';
import { knownVariables } from '../support/variables';

/** Only what names a condition key is a policy variable; other interpolations are another tool’s. */
export const variableUnsupportedInVersion = defineCheck({
  code: 'variable-unsupported-in-version',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A policy variable in a policy whose Version does not know variables',
  why: 'Variables came with Version 2012-10-17; before it `${aws:username}` is plain text, which matches nothing you mean.',
  source: policyCheck('error', 'variable-unsupported-in-version'),
  examples: {
    bad: [
      `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:username}/*" } }`,
    ],
    good: [
      `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/\${aws:username}/*" } }`,
      `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::\${bucket}/*" } }`,
    ],
  },
  visit: {
    document(root, policy, context) {
      const old = textOf(root, 'Version') === '2008-10-17' || (root.kind === 'object' && lacks(root, 'Version'));
      if (!old) return;
      const lookup = lookupIn(context.catalog);
      for (const statement of policy().statements) {
        const values = [...(statement.resource?.values ?? []), ...statement.conditions.flatMap((entry) => entry.values)];
        for (const { text, span } of values) {
          const [variable] = knownVariables(text, lookup);
          if (variable === undefined) continue;
          context.report(span, message('policy variable `{0}` needs version `2012-10-17`', variable.name));
        }
      }
    },
  },
});
