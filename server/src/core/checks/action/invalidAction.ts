import { message } from '../../text/message';

import { defineCheck } from '../check';
import { lookupIn } from '../support/catalogLookup';
import { nearestFixes } from '../support/fixes';
import { listed } from '../support/names';
import { policyCheck } from '../support/reference';

/** Unknown actions are a warning with the nearest names and the date of the data, never an error. */
export const invalidAction = defineCheck({
  code: 'invalid-action',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'No action of the service matches',
  why: 'The action matches nothing: an Allow grants less, a NotAction excludes less than it says. A warning, since AWS may have added the action after the day of the catalog. Names are compared without regard to case; a wildcard that matches no action counts as well.',
  source: policyCheck('error', 'invalid-action'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObjectt", "Resource": "*" }`,
      `{ "Effect": "Allow", "Action": "s3:Frobnicate*", "Resource": "*" }`,
      `{ "Effect": "Allow", "Action": "GetObject", "Resource": "*" }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": ["s3:getobject", "S3:Get*", "*", "s3:\${verb}Object", "s3:<ACTION>", "s3:GET_ACTION"], "Resource": "*" }`,
    ],
  },
  visit: {
    action({ text, span, name }, _statement, context) {
      if (name.verdict === 'noPrefix') {
        context.report(span, message('action `{0}` has no service prefix, such as `s3:`', text));
        return;
      }
      if (name.verdict !== 'unknownAction') return;
      const { date } = context.catalog;
      if (name.wildcard >= 0) {
        context.report(span, message('no action matches `{0}` (service data of {1})', text, date));
        return;
      }
      const names = lookupIn(context.catalog).nearestActions(text);
      if (names.length === 0) context.report(span, message('unknown action `{0}` (service data of {1})', text, date));
      else {
        context.report(span, message('unknown action `{0}`; nearest: {1} (service data of {2})', text, listed(names), date), {
          fixes: () => nearestFixes(span, names),
        });
      }
    },
  },
});
