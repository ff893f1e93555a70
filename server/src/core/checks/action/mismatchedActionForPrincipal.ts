import type { PrincipalValue } from '../../policy/policy';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Judged only when no principal of the statement fits. */
export const mismatchedActionForPrincipal = defineCheck({
  code: 'mismatched-action-for-principal',
  findingType: 'error',
  appliesTo: ['trust'],
  summary: 'An action that no trusted principal can call',
  why: '`sts:AssumeRoleWithSAML` is called with a SAML provider, `sts:AssumeRoleWithWebIdentity` with an OpenID Connect provider, `sts:AssumeRole` with neither.',
  source: policyCheck('error', 'mismatched-action-for-principal'),
  examples: {
    bad: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "sts:AssumeRoleWithWebIdentity" }`,
      },
    ],
    good: [
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "sts:AssumeRoleWithSAML" }`,
      },
    ],
  },
  visit: {
    action({ text, span }, statement, context) {
      const { effect, action, principal } = statement;
      if (effect !== 'Allow' || action?.negated !== false || principal?.negated !== false || principal.values.length === 0) return;
      const kinds = principal.values.map(kindOf);
      if (kinds.includes('any')) return;
      const wanted = callers.get(text.toLowerCase());
      if (wanted === undefined || kinds.includes(wanted)) return;
      context.report(span, message('no principal of this statement can call `{0}`', text));
    },
  },
});

type Caller = 'saml' | 'oidc' | 'other' | 'any';

const callers: ReadonlyMap<string, Caller> = new Map([
  ['sts:assumerolewithsaml', 'saml'],
  ['sts:assumerolewithwebidentity', 'oidc'],
]);

function kindOf({ type, text }: PrincipalValue): Caller {
  if (text === '*' || hasPlaceholder(text)) return 'any';
  if (type !== 'Federated') return 'other';
  return text.includes(':saml-provider/') ? 'saml' : 'oidc';
}
