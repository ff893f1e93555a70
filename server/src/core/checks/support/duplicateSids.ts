import type { JsonNode } from '../../syntax/nodes';
import { statementsOf, valueOf } from '../../syntax/queries';
import { message } from '../../text/message';
import type { CheckContext } from '../check';

import { hasPlaceholder } from './placeholder';

/** Reports each Sid that an earlier statement has already. */
export function reportDuplicateSids(root: JsonNode, context: CheckContext): void {
  const seen = new Set<string>();
  for (const statement of statementsOf(root)) {
    const sid = valueOf(statement, 'Sid');
    if (sid?.kind !== 'string' || sid.text === '') continue;
    if (seen.has(sid.text) && !hasPlaceholder(sid.text))
      context.report(sid, message('another statement has the Sid `{0}` already', sid.text));
    seen.add(sid.text);
  }
}
