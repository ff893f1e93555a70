/**
 * Works on several items at once and gives the results in the items' order, so that what is written does not depend on who answered first.
 * No more than `limit` results are under way or waiting to be taken.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const begun: Promise<Result>[] = [];
  let next = 0;
  try {
    for (;;) {
      for (const item of items.slice(next, next + limit - begun.length)) {
        next++;
        const result = work(item);
        // Its turn to be awaited may be long after it failed, and Node ends a process for a failure that nobody expects.
        result.catch(() => undefined);
        begun.push(result);
      }
      const first = begun.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    // Whoever leaves early is not told of the failures of the others.
    await Promise.allSettled(begun);
  }
}
