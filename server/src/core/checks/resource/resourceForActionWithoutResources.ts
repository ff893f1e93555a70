import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext } from '../check';
import type { CheckedStatement } from '../readStatement';
import { replaceFix } from '../support/fixes';
import { hasPlaceholder } from '../support/placeholder';

/** A suggestion: AWS's own example for CreateAccount names `account/*`, against its reference. */
export const resourceForActionWithoutResources = defineCheck({
  code: 'resource-for-action-without-resources',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'A resource for the creation of accounts, which is not authorized on any',
  why: "For the creation of accounts AWS's reference documents `*` alone, though an example of the Organizations User Guide names one. With `*` both are right.",
  source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html',
  examples: {
    bad: [`{ "Effect": "Allow", "Action": "organizations:CreateAccount", "Resource": "arn:aws:organizations::*:account/*" }`],
    good: [
      `{ "Effect": "Allow", "Action": "organizations:CreateAccount", "Resource": "*" }`,
      `{ "Effect": "Allow", "Action": ["organizations:CreateAccount", "organizations:DescribeAccount"], "Resource": "arn:aws:organizations::*:account/*" }`,
    ],
  },
  visit: {
    resource({ text, span, name }, statement, context) {
      if (statement.resource?.negated !== false || name.arn?.service !== 'organizations' || hasPlaceholder(text)) return;
      if (!worksOnNone(statement, context)) return;
      const named = statement.actions.map((action) => `\`${action.text}\``).join(', ');
      context.report(span, message("AWS's reference lists no resource for {0}; only `*` is documented", named), {
        fixes: () => [replaceFix(span, '*', true)],
      });
    },
  },
});

// Others name resources in policies that AWS manages itself.
const creations: ReadonlySet<string> = new Set(['organizations:CreateAccount', 'organizations:CreateGovCloudAccount']);

function worksOnNone({ action, actions, resources }: CheckedStatement, { catalog }: CheckContext): boolean {
  if (action === undefined || action.negated || actions.length === 0 || resources.some(({ text }) => text === '*')) return false;
  return actions.every(({ text }) => {
    const known = catalog.action(text);
    return known?.resourceTypes.length === 0 && creations.has(known.name);
  });
}
