/** How far a stepped query has come. */
export interface QueryProgress {
  readonly done: number;
  readonly total: number;
}

/** A query that its caller steps: each step is short, and to cancel is not to step again. */
export type SteppedQuery<Result> = Generator<QueryProgress, Result, void>;

/** Counts work, since core has no clock: about a microsecond a unit. */
export interface Meter {
  spent: number;
}

/** Work between two steps: some milliseconds, so that a slow machine stays below fifteen. */
export const workPerStep = 2500;

/** What one plain decision with its preparation may cost, and one that has to try what unknown facts could be. */
export const costOf = { caller: 2, compile: 40, scan: 0.5, prepare: 5, decide: 10, settle: 100 } as const;

/** Runs a stepped query to its end. */
export function complete<Result>(query: SteppedQuery<Result>): Result {
  for (;;) {
    const step = query.next();
    if (step.done === true) return step.value;
  }
}
