import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { SteppedQuery } from '../../server/src/core/queries/progress';
import { runBetween } from '../../server/src/service/sweep';
import { provideCompletion } from '../../server/src/service/completion/provideCompletion';

import { contextFor, noNames, openDocument } from '../support/serviceFixture';

const after = (milliseconds: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

function* counting(total: number): SteppedQuery<string> {
  for (let done = 0; done < total; done++) yield { done, total };
  return 'counted';
}

describe('a query that runs between everything else', () => {
  test('comes to its end and says how far it is', async () => {
    const seen: number[] = [];
    assert.equal(await runBetween(counting(5), after, ({ done }) => seen.push(done)).result, 'counted');
    assert.deepEqual(seen, [0, 1, 2, 3, 4]);
  });

  test('lets a completion be answered between two steps', async () => {
    const order: string[] = [];
    const running = runBetween(counting(20), after, ({ done }) => order.push(`step ${done}`));
    const document = openDocument('{ "Statement": [{ "Effect": "Allow", "Action": "s3:" }] }');
    setTimeout(() => {
      const { items } = provideCompletion(document, document.text.indexOf('s3:') + 3, contextFor(), noNames);
      order.push(`completion ${items.length > 0}`);
    }, 3);
    await running.result;
    const at = order.indexOf('completion true');
    assert.ok(at > 0 && at < order.length - 1, order.join(', '));
  });

  test('can be cancelled, and then makes no further step', async () => {
    const seen: number[] = [];
    const running = runBetween(counting(1000), after, ({ done }) => {
      seen.push(done);
      if (done === 2) running.cancel();
    });
    assert.equal(await running.result, undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(seen, [0, 1, 2]);
  });

  test('hands on what goes wrong', async () => {
    function* failing(): SteppedQuery<string> {
      yield { done: 0, total: 1 };
      throw new Error('no such thing');
    }
    await assert.rejects(runBetween(failing(), after).result, /no such thing/);
  });
});
