import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext, Fix } from '../check';
import type { CheckedResource, CheckedStatement } from '../readStatement';
import { hasPlaceholder } from '../support/placeholder';

/** The classic mistake: `s3:GetObject` on the bucket, or `s3:ListBucket` on its objects. */
export const bucketAndObjectArnMismatch = defineCheck({
  code: 'bucket-and-object-arn-mismatch',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'An action on objects with buckets alone as resources, or the other way round',
  why: 'S3 authorizes `s3:ListBucket` on the bucket, `arn:aws:s3:::media`, and `s3:GetObject` on the object, `arn:aws:s3:::media/*`. An action of the one kind matches no resource of the other.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media" }`,
      `{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "arn:aws:s3:::media/*" }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::media", "arn:aws:s3:::media/*"] }`,
      `{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "arn:aws:s3:::media*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::media", "\${objects}"] }`,
    ],
  },
  visit: {
    action({ text, span }, statement, context) {
      if (statement.action?.negated !== false || !/^s3:/i.test(text)) return;
      const worksOn = kindOfAction(text, context);
      if (worksOn === undefined) return;
      const names = namesOf(statement);
      if (names === undefined || names.some(({ kind }) => kind === 'either' || kind === worksOn)) return;
      const problem =
        worksOn === 'object'
          ? message('`{0}` works on objects, and no resource of this statement is one', text)
          : message('`{0}` works on buckets, and no resource of this statement is one', text);
      context.report(span, problem, { fixes: () => fixesOf(names, worksOn, context) });
    },
  },
});

/** What an action works on where that is one of the two alone; undefined for all others, and for what no catalog knows. */
function kindOfAction(text: string, { catalog }: CheckContext): 'bucket' | 'object' | undefined {
  const types = catalog.action(text)?.resourceTypes.map(({ name }) => name) ?? [];
  const kinds = new Set(types.filter((name) => !/accesspoint/i.test(name)));
  const [only] = kinds;
  return kinds.size === 1 && (only === 'bucket' || only === 'object') ? only : undefined;
}

interface NamedResource {
  readonly resource: CheckedResource;
  readonly kind: 'bucket' | 'object' | 'either';
}

/** Undefined where something else than buckets and objects is named, or may be. */
function namesOf({ resource, resources }: CheckedStatement): readonly NamedResource[] | undefined {
  if (resource?.negated !== false || resources.length === 0) return undefined;
  const named: NamedResource[] = [];
  for (const one of resources) {
    if (hasPlaceholder(one.text)) return undefined;
    const [, path] = /^arn:[^:*?]*:s3:::(.+)$/.exec(one.text) ?? [];
    if (path === undefined) return undefined;
    const isOpen = /^[^/]*[*?]/.test(path);
    named.push({ resource: one, kind: isOpen ? 'either' : path.includes('/') ? 'object' : 'bucket' });
  }
  return named;
}

/** Names the missing kind beside it: the objects of a bucket, the bucket of objects. */
function fixesOf(names: readonly NamedResource[], worksOn: 'bucket' | 'object', { text: document }: CheckContext): readonly Fix[] {
  const [first] = names;
  if (first === undefined || names.length !== 1) return [];
  const { text, span } = first.resource;
  const added = worksOn === 'object' ? `${text}/*` : text.replace(/\/.*$/, '');
  const both = [text, added].map((one) => JSON.stringify(one)).join(', ');
  const isInList = document.slice(0, span.start).trimEnd().endsWith('[');
  return [{ title: message('Add `{0}`', added), edits: [{ span, newText: isInList ? both : `[${both}]` }], preferred: false }];
}
