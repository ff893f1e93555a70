import type { Blocker } from '../core/queries/whoCan';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

/** What keeps somebody from an action, in words. */
export function describeBlocker({ layer, level, policy, sid }: Blocker): Message {
  const where = level === undefined ? layer : `${layer} ${level}`;
  if (policy === undefined) return message('no allow in {0}', where);
  return message('denied by {0}: {1}', where, sid === undefined ? policy : `${policy} ${sid}`);
}

/** The same for programs. */
export function blockerJson({ layer, level, policy, sid }: Blocker): object {
  return { layer, level: level ?? null, policy: policy ?? null, sid: sid ?? null };
}
