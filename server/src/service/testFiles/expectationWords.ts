import type { Expectation } from '../../core/simulation/readTests';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

/** What each expectation means, in words. */
export const expectationWords: Readonly<Record<Expectation, Message>> = {
  allowed: message('A statement allows it at every layer that has to, and none denies it.'),
  implicitDeny: message('Some layer has no statement that allows it.'),
  explicitDeny: message('A statement denies it, whatever allows it.'),
  denied: message('Either kind of deny.'),
  undetermined: message('It depends on something unknown: a context key, a policy that cannot be read.'),
};
