import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { ResourceName } from '../support/catalogLookup';
import { removeFix } from '../support/fixes';
import { covers } from '../support/glob';
import { redundancies } from '../support/redundancy';
import { policyCheck } from '../support/reference';

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
    statement({ resources }, context) {
      if (resources.length < 2) return;
      const coversName = (pattern: number, other: number) => coversArn(resources[pattern]?.name, resources[other]?.name);
      for (const { index, coveredBy } of redundancies(resources, coversName)) {
        const value = resources[index];
        const cover = resources[coveredBy];
        if (value === undefined || cover === undefined) continue;
        context.report(value.span, message('`{0}` is covered by `{1}`', value.text, cover.text), {
          fixes: () =>
            removeFix(
              resources.map(({ span }) => span),
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
function coversArn(pattern: ResourceName | undefined, other: ResourceName | undefined): boolean {
  if (pattern?.text === '*') return true;
  const [a, b] = [pattern?.arn, other?.arn];
  if (a?.resource === undefined || b?.resource === undefined) return pattern?.text === other?.text;
  return fields.every((field) => covers(a[field] ?? '', b[field] ?? ''));
}

const fields = ['partition', 'service', 'region', 'account', 'resource'] as const;
