import { message } from '../../text/message';

import { defineCheck } from '../check';
import { covers } from '../support/glob';
import { listed } from '../support/names';
import { policyCheck } from '../support/reference';

/** Another statement may add what one lacks, so all of them are looked at. */
export const missingActionForRolesAnywhereTrustPolicy = defineCheck({
  code: 'missing-action-for-roles-anywhere-trust-policy',
  findingType: 'error',
  appliesTo: ['trust'],
  summary: 'IAM Roles Anywhere is trusted without all the actions it needs',
  why: 'Roles Anywhere calls `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession`; without one of them no session is made.',
  source: policyCheck('error', 'missing-action-for-roles-anywhere-trust-policy'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": "sts:AssumeRole" }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"] }`,
      },
    ],
  },
  visit: {
    document(_root, policy, context) {
      const trusting = policy().statements.filter(
        ({ effect, principal, action }) =>
          effect === 'Allow' &&
          action?.negated === false &&
          principal?.negated === false &&
          principal.values.some(({ type, text }) => type === 'Service' && text === 'rolesanywhere.amazonaws.com'),
      );
      const allowed = trusting.flatMap(({ action }) => action?.values ?? []);
      const missing = needed.filter((name) => !allowed.some(({ text }) => covers(text.toLowerCase(), name.toLowerCase())));
      const element = trusting[0]?.action;
      if (element === undefined || missing.length === 0) return;
      context.report(element.keySpan, message('IAM Roles Anywhere also needs {0}', listed(missing)));
    },
  },
});

const needed = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
