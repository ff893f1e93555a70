import type { SteppedQuery } from '../core/queries/progress';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { createStatusLine } from './statusLine';

/** Runs a query to its end; from the first second on it says on stderr how far it is, where somebody watches. */
export async function runQuery<Result>(query: SteppedQuery<Result>, { host, translate }: CommandContext): Promise<Result> {
  const status = createStatusLine(host);
  for (;;) {
    const step = query.next();
    if (step.done === true) {
      await status.clear();
      return step.value;
    }
    const { done, total } = step.value;
    await status.show(() => translate(message('{0} of {1}', String(done), String(total))));
  }
}
