import type { Policy } from '../../policy/policy';
import { message } from '../../text/message';
import type { CheckContext } from '../check';

import { hasPlaceholder } from './placeholder';

/** Reports each Sid that an earlier statement has already. */
export function reportDuplicateSids(policy: Policy, context: CheckContext): void {
  const seen = new Set<string>();
  for (const { sid } of policy.statements) {
    if (sid === undefined || sid.text === '') continue;
    if (seen.has(sid.text) && !hasPlaceholder(sid.text))
      context.report(sid.span, message('another statement has the Sid `{0}` already', sid.text));
    seen.add(sid.text);
  }
}
