import { message } from '../../text/message';

import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** A role as principal means all of its sessions. */
export const redundantPrincipalInRoleTrustPolicy = defineCheck({
  code: 'redundant-principal-in-role-trust-policy',
  findingType: 'suggestion',
  appliesTo: ['trust'],
  summary: 'A session stands beside its own role',
  why: 'The role covers all of its sessions.',
  source: policyCheck('suggestion', 'redundant-principal-in-role-trust-policy'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/app", "arn:aws:sts::111122223333:assumed-role/app/session"] }, "Action": "sts:AssumeRole" }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/app", "arn:aws:sts::111122223333:assumed-role/other/session"] }, "Action": "sts:AssumeRole" }`,
      },
    ],
  },
  visit: {
    principal({ values }, _statement, context) {
      const roles = new Set(
        values.map(({ text }) => text.replace(/^(arn:[^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/, '$1:sts::$2:assumed-role/$3')),
      );
      for (const { text, span } of values) {
        const [, session] = /^(arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+)\/[^/]+$/.exec(text) ?? [];
        if (session !== undefined && roles.has(session)) context.report(span, message('the role of this session is a principal already'));
      }
    },
  },
});
