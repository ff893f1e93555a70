import type { TestFileResult } from './testFiles';

/** How many tests there are, how many of them fail or are not understood, and what is wrong with files beside that. */
export interface TestCounts {
  readonly tests: number;
  readonly failed: number;
  readonly unclear: number;
  readonly problems: number;
}

/** A format of test results. */
export interface TestReport {
  /** Whether a file is written when its tests are done; otherwise all is written at the end. */
  readonly streams: boolean;
  file(result: TestFileResult): string;
  /** The end of a report that streams; otherwise the whole, of what the files came to. */
  end(files: readonly string[], counts: TestCounts): string;
}

/** Before any file. */
export const noTests: TestCounts = { tests: 0, failed: 0, unclear: 0, problems: 0 };

/** The counts with those of one more file. */
export function countedWith(counts: TestCounts, { problems, results }: TestFileResult): TestCounts {
  const failed = results.filter(({ outcome }) => outcome.kind === 'failed').length;
  const unclear = results.filter(({ outcome }) => outcome.kind === 'unclear').length;
  return {
    tests: counts.tests + results.length,
    failed: counts.failed + failed,
    unclear: counts.unclear + unclear,
    problems: counts.problems + problems.length,
  };
}
