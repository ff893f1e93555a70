import type { QueryProgress, SteppedQuery } from '../core/queries/progress';

/** A long query that runs between everything else. */
export interface RunningQuery<Result> {
  /** Undefined when it was cancelled. */
  readonly result: Promise<Result | undefined>;
  cancel(): void;
}

/** Runs a query step by step, and lets whatever waits have its turn between two steps: typing never waits longer than one step. */
export function runBetween<Result>(
  query: SteppedQuery<Result>,
  after: (milliseconds: number, run: () => void) => () => void,
  report: (progress: QueryProgress) => void = () => undefined,
): RunningQuery<Result> {
  let cancelled = false;
  let stop: () => void = () => undefined;
  let settle: (result: Result | undefined) => void = () => undefined;
  const result = new Promise<Result | undefined>((resolve, reject) => {
    settle = resolve;
    const next = (): void => {
      if (cancelled) return;
      try {
        const step = query.next();
        if (step.done === true) return resolve(step.value);
        report(step.value);
        stop = after(0, next);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    stop = after(0, next);
  });
  return {
    result,
    cancel() {
      cancelled = true;
      stop();
      settle(undefined);
    },
  };
}
