import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lacks } from '../support/elements';
import { openingBrace } from '../support/places';
import { policyCheck } from '../support/reference';

/** The default is the older language, which nobody wants by accident. */
export const missingVersion = defineCheck({
  code: 'missing-version',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'The policy has no `Version`',
  why: 'Without a Version AWS reads the policy in the language of 2008, in which policy variables such as `${aws:username}` are plain text. Organizations refuses such a policy.',
  source: policyCheck('general-warning', 'missing-version'),
  examples: {
    bad: [`{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" } }`],
    good: [
      `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }] }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      if (root.kind !== 'object' || !lacks(root, 'Version') || lacks(root, 'Statement')) return;
      const first = root.members[0];
      if (first === undefined) return;
      context.report(openingBrace(root), message('the policy has no Version, so AWS reads it in the language of 2008'), {
        fixes: () => {
          const gap = context.text.slice(root.start + 1, first.start);
          const newText = `"Version": "2012-10-17",${/^\s+$/.test(gap) ? gap : ' '}`;
          const title = message('Add `"Version": "2012-10-17"`');
          return [{ title, edits: [{ span: { start: first.start, end: first.start }, newText }], preferred: true }];
        },
      });
    },
  },
});
