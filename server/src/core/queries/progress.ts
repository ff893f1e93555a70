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
export const workPerStep = 2000;

/**
 * What things cost: to list a principal, to look at a caller, to find what reaches an account, to make a policy ready, to scan a level
 * for a prepared request, to prepare a request, a plain decision with its preparation, and one that has to try what unknown facts could be.
 */
export const costOf = { list: 0.5, caller: 2, account: 40, compile: 40, scan: 0.5, prepare: 5, decide: 10, settle: 100 } as const;

/** Whether it is time to let others have their turn. */
export function isDue({ spent }: Meter): boolean {
  return spent > workPerStep;
}

/** Ends a step. */
export function pause(meter: Meter, done: number, total: number): QueryProgress {
  meter.spent = 0;
  return { done: Math.min(Math.floor(done), total), total };
}

/** A part of a query, which does not know how far the whole is: its steps are reported as the whole's. */
export function* partOf<Result>(progress: QueryProgress, part: SteppedQuery<Result>): SteppedQuery<Result> {
  for (;;) {
    const step = part.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}

/** Runs a stepped query to its end. */
export function complete<Result>(query: SteppedQuery<Result>): Result {
  for (;;) {
    const step = query.next();
    if (step.done === true) return step.value;
  }
}
