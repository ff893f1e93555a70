// What is asked and told about live decisions: tests, remembered requests, and what they say about policies.
import type { DecisionName, FileEdit, Location, Notification, Range, Request, SimulateParams } from './requests';

/** Something that can be run in a test file: a test, or one of the cases of a test with lists. */
export interface TestItem {
  /** Stable while the test keeps its place: `2` is the third test, `2.1` its second case. */
  readonly id: string;
  /** Says what is asked and expected, whatever the place: the same test has the same. Empty for a test with children. */
  readonly key: string;
  readonly label: string;
  /** What is asked, in one line. */
  readonly description: string;
  readonly range: Range;
  /** `account:pipeline`, `type:scp`: for filters. Empty while nobody knows. */
  readonly tags: readonly string[];
  /** Cases of a test with lists; empty for a test that is one case. */
  readonly children: readonly TestItem[];
}

/** A test file as the Test Explorer lists it. */
export interface TestFileItem {
  readonly uri: string;
  /** Problems of the file as a whole, in words; its tests that can be understood are there all the same. */
  readonly problem: string | null;
  readonly tests: readonly TestItem[];
}

/** Client → server: the test files of the workspace, open buffers before the disk; with `uri`, that one alone. None is decided. */
export const testFilesRequest: Request<{ readonly uri?: string }, { readonly files: readonly TestFileItem[] }> = {
  method: 'gatehouse/testFiles',
};

/** How one case came out. */
export interface TestResult {
  readonly uri: string;
  /** Empty: the file as a whole, which has a problem. */
  readonly id: string;
  readonly key: string;
  /** `unclear`: it cannot be understood, and neither passes nor fails. */
  readonly outcome: 'passed' | 'failed' | 'unclear';
  /** Why it failed or cannot be understood; the decision in words where it passed, empty in a run of very many. */
  readonly message: string;
  /** In words, for a difference; empty where it is unclear. */
  readonly expected: string;
  readonly actual: string;
  /** Where a message about it stands. */
  readonly range: Range;
  /** Every layer and the statements that took part, as text; empty where it is unclear, and where it passed in a run of very many. */
  readonly trace: string;
  readonly decidedBy: { readonly label: string; readonly location: Location | null } | null;
}

/** Cases that are meant: all of a file without `ids`. */
export interface ChosenTests {
  readonly uri: string;
  readonly ids?: readonly string[];
}

/** Client → server: runs cases with the texts of now; no `tests`: all of the workspace. Ends early when cancelled. */
export const runTestsRequest: Request<
  {
    readonly run: number;
    readonly tests?: readonly ChosenTests[];
    /** Only what came out otherwise than it was told last, or was never told. */
    readonly changed?: boolean;
  },
  { readonly results: readonly TestResult[] }
> = { method: 'gatehouse/runTests' };

/** Server → client: results of a run that is going on, in pieces; the answer to the request has those that were not told. */
export const testResultsNotification: Notification<{ readonly run: number; readonly results: readonly TestResult[] }> = {
  method: 'gatehouse/testResults',
};

/** Client → server: which of the results that were told still hold, by the keys of their tests. The others are out of date. */
export const heldResultsRequest: Request<
  { readonly uris: readonly string[] },
  { readonly files: readonly { readonly uri: string; readonly keys: readonly string[] }[] }
> = { method: 'gatehouse/heldResults' };

/** How often a statement of a policy took part in the decisions of tests. */
export interface ExercisedStatement {
  readonly label: string;
  readonly range: Range;
  /** Requests that it matched, and of these those that it decided. */
  readonly matched: number;
  readonly decided: number;
  /** Requests that it may match: that depends on what nobody knows. All three 0: no request ever reached it. */
  readonly open: number;
}

/**
 * Client → server: what requests do with the statements of policies. With `tests`: with those, for coverage, the policies that are attached
 * and that none of them reaches included. With `uri`: in that policy, by all tests and remembered requests; no file when there is no request.
 */
export const exercisedRequest: Request<
  {
    /** Only that policy. */
    readonly uri?: string;
    readonly tests?: readonly ChosenTests[];
  },
  { readonly files: readonly { readonly uri: string; readonly requests: number; readonly statements: readonly ExercisedStatement[] }[] }
> = { method: 'gatehouse/exercised' };

/** One request with its answer, for a list to pick from. */
export interface DecisionItem {
  /** `✓ s3:GetObject`. */
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly decision: DecisionName;
  readonly question: SimulateParams;
  /** The test, where it is one. */
  readonly test: Location | null;
  /** The statement that decided. */
  readonly decidedAt: Location | null;
  /** Id of a remembered request. */
  readonly remembered: string | null;
}

/** Client → server: the answers behind a lens of a policy: those of an outcome, or those that a statement decides. */
export const decisionsRequest: Request<
  { readonly uri: string; readonly outcome?: 'allowed' | 'denied' | 'open' | 'failing'; readonly statement?: number },
  { readonly items: readonly DecisionItem[] }
> = { method: 'gatehouse/decisions' };

/** Client → server: what makes a test expect what is decided now; none where its cases come out differently or its text is broken. */
export const expectActualRequest: Request<
  { readonly uri: string; readonly index: number },
  { readonly edits: readonly { readonly range: Range; readonly newText: string }[] }
> = { method: 'gatehouse/expectActual' };

/** A request that becomes a test. */
export interface SaveAsTestParams {
  /** With somebody who calls: a test names one. */
  readonly question: SimulateParams;
  readonly name: string;
  /** The test file that gets it; null: a new one. */
  readonly file: string | null;
}
export type SaveAsTestResult = { readonly kind: 'file'; readonly file: FileEdit } | { readonly kind: 'refused'; readonly reason: string };

/** Client → server: a request with its decision of now as a test, as a change that the client writes. */
export const saveAsTestRequest: Request<SaveAsTestParams, SaveAsTestResult> = { method: 'gatehouse/saveAsTest' };
