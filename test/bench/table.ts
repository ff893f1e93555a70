/** What a benchmark tells `npm run bench`, as its last line of output: a section of BENCHMARKS.md. */
export interface BenchmarkSection {
  readonly title: string;
  readonly intro: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Prints a section for `npm run bench`. */
export function report(section: BenchmarkSection): void {
  console.log(JSON.stringify(section));
}

/** The value in the middle of the sorted ones. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const times = (value: number): string => `${value.toFixed(2)} ×`;
/** A goal and whether it is met. */
export const goal = (text: string, met: boolean): string => `${text} ${met ? '✓' : '✗'}`;
