import { message } from '../../text/message';

import { defineCheck } from '../check';
import { removeFix } from '../support/fixes';
import { covers } from '../support/glob';
import { redundancies } from '../support/redundancy';
import { policyCheck } from '../support/reference';

/** Names of actions are compared without regard to case. */
export const redundantAction = defineCheck({
  code: 'redundant-action',
  findingType: 'suggestion',
  appliesTo: 'allPolicyTypes',
  summary: 'An action is covered by another of the same list',
  why: 'It changes nothing and costs characters of the quota.',
  source: policyCheck('suggestion', 'redundant-action'),
  examples: {
    bad: [`{ "Effect": "Allow", "Action": ["s3:Get*", "s3:getObject"], "Resource": "*" }`],
    good: [`{ "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "*" }`],
  },
  visit: {
    statement({ actions }, context) {
      if (actions.length < 2) return;
      const coversName = (pattern: number, other: number) => covers(actions[pattern]?.name.text ?? '', actions[other]?.name.text ?? '');
      for (const { index, coveredBy } of redundancies(actions, coversName)) {
        const value = actions[index];
        const cover = actions[coveredBy];
        if (value === undefined || cover === undefined) continue;
        context.report(value.span, message('`{0}` is covered by `{1}`', value.text, cover.text), {
          fixes: () =>
            removeFix(
              actions.map(({ span }) => span),
              index,
              context.text,
              true,
            ),
        });
      }
    },
  },
});
