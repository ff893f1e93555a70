import type { SteppedQuery } from '../core/queries/progress';
import { message } from '../core/text/message';

import type { CommandContext } from './command';

/** Runs a query to its end; from the first second on it says on stderr how far it is, where somebody watches. */
export async function runQuery<Result>(query: SteppedQuery<Result>, { host, translate }: CommandContext): Promise<Result> {
  const started = Date.now();
  let said = started;
  for (;;) {
    const step = query.next();
    if (step.done === true) {
      if (said > started) await host.stderr.write(host.stderr.isTerminal ? '\r\u001b[K' : '');
      return step.value;
    }
    const now = Date.now();
    if (now - said < 1000) continue;
    said = now;
    const { done, total } = step.value;
    const text = translate(message('{0} of {1}', String(done), String(total)));
    await host.stderr.write(host.stderr.isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
  }
}
