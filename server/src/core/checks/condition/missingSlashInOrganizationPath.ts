import { message } from '../../text/message';

import { defineCheck } from '../check';
import { replaceFix } from '../support/fixes';
import { hasPlaceholder } from '../support/placeholder';

/** A path names a place and ends there: with a slash, or with a wildcard for what is below. */
export const missingSlashInOrganizationPath = defineCheck({
  code: 'missing-slash-in-organization-path',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A path of AWS Organizations without the slash at its end',
  why: 'The paths of requests end with a slash, `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`; one without it matches none.',
  source:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html#access_policies_last-accessed-viewing-orgs-entity-path',
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111" } } }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/", "o-a1b2c3d4e5/*", "o-a1b2c3d4e5/r-ab12/ou-*", "\${path}"] } } }`,
    ],
  },
  visit: {
    conditionEntry({ values, read, keyName }, _statement, context) {
      if (!keyName.endsWith('orgpaths') || read?.family !== 'String') return;
      for (const { text, span } of values) {
        if (!/^o-[^/]*(?:\/[^/]+)*$/.test(text) || /[*?]$/.test(text) || hasPlaceholder(text)) continue;
        context.report(span, message('a path of AWS Organizations ends with a slash: `{0}/`', text), {
          fixes: () => [replaceFix(span, `${text}/`, true)],
        });
      }
    },
  },
});
