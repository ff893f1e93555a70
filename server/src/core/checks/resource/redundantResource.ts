import { message } from '../../text/message';

import { defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { covers } from '../support/glob';
import { redundancies } from '../support/redundancy';
import { policyCheck } from '../support/reference';
import { readResourceArn } from '../support/resourceArn';

/** ARNs are compared field by field. */
export const redundantResource = defineCheck({
  code: 'redundant-resource',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'A resource is covered by another of the same list',
  why: 'It changes nothing and costs characters of the quota. Resources are compared with regard to case.',
  source: policyCheck('suggestion', 'redundant-resource'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket/*", "arn:aws:s3:::amzn-s3-demo-bucket/home/*"] }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket", "arn:aws:s3:::amzn-s3-demo-bucket/*"] }`,
    ],
  },
  visit: {
    statement({ resource }, context) {
      const values = resource?.values ?? [];
      if (values.length < 2) return;
      const texts = values.map(({ text }) => text);
      for (const { index, coveredBy } of redundancies(texts, coversArn)) {
        const value = values[index];
        const cover = values[coveredBy];
        if (value === undefined || cover === undefined) continue;
        context.report(value.span, message('`{0}` is covered by `{1}`', value.text, cover.text), {
          fixes: () =>
            removeFix(
              values.map(({ span }) => span),
              index,
              context.text,
              true,
            ),
        });
      }
    },
  },
});

/** Field by field: a wildcard inside a field does not cross its colon. */
function coversArn(pattern: string, other: string): boolean {
  if (pattern === '*') return true;
  const [a, b] = [readResourceArn(pattern), readResourceArn(other)];
  if (a?.resource === undefined || b?.resource === undefined) return pattern === other;
  return fields.every((field) => covers(a[field] ?? '', b[field] ?? ''));
}

const fields = ['partition', 'service', 'region', 'account', 'resource'] as const;
