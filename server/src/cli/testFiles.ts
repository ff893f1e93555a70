import path from 'node:path';

import type { CompiledPolicies } from '../core/simulation/compiledPolicies';
import { readTests } from '../core/simulation/readTests';
import type { TestCase } from '../core/simulation/readTests';
import { runTest } from '../core/simulation/runTest';
import type { TestOutcome } from '../core/simulation/runTest';
import type { SharedGathering } from '../core/simulation/sharedGathering';
import { createLineIndex } from '../core/text/lineIndex';
import type { LinePosition } from '../core/text/lineIndex';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { isFolder, listJsonFiles, readTextFile } from './files';
import { filesAround, findGround } from './testGround';
import type { TestGroundOptions } from './testGround';

/** One case of a test file with its outcome. */
export interface TestResult {
  readonly test: TestCase;
  readonly outcome: TestOutcome;
  readonly position: LinePosition;
}

/** A test file, run. Problems mean that it, or a part of it, cannot be understood. */
export interface TestFileResult {
  /** As the user would write it. */
  readonly file: string;
  readonly problems: readonly { readonly message: Message; readonly position: LinePosition | undefined }[];
  readonly results: readonly TestResult[];
}

export interface TestRunOptions extends TestGroundOptions {
  readonly folder: string;
  /** Policies made ready for all files: what one organization has, many tests ask. */
  readonly compiled: CompiledPolicies;
  readonly shared: SharedGathering;
}

/** The test files among some paths: those named, and in folders those that are called `*.iamtest.jsonc` or `.json`. */
export function findTestFiles(paths: readonly string[], folder: string): readonly string[] {
  return paths.flatMap((written) => {
    if (!isFolder(path.resolve(folder, written))) return [written];
    const below = listJsonFiles(path.resolve(folder, written)).filter((file) => /\.iamtest\.jsonc?$/i.test(file));
    return below.map((file) => path.join(written, file));
  });
}

/** A test file, read: its cases are run one by one, so that whoever runs them can say how far it is. */
export interface OpenTestFile {
  readonly file: string;
  readonly problems: TestFileResult['problems'];
  readonly runs: readonly (() => TestResult)[];
}

/** Reads a test file and finds what it is asked of; `chosen` says which cases are wanted. Without one nothing else is read. */
export function openTestFile(file: string, chosen: (test: TestCase) => boolean, options: TestRunOptions): OpenTestFile {
  const absolute = path.resolve(options.folder, file);
  const read = readTextFile(absolute);
  if ('problem' in read) {
    return { file, problems: [{ message: message('cannot be read: {0}', read.problem), position: undefined }], runs: [] };
  }
  const tests = readTests(read.text);
  const lines = createLineIndex(read.text);
  const problems = tests.problems.map(({ message: said, span }) => ({ message: said, position: lines.positionAt(span.start) }));
  const cases = tests.cases.filter(chosen);
  if (cases.length === 0 && tests.cases.length > 0) return { file, problems, runs: [] };
  const ground = findGround(absolute, tests, options);
  if (ground.kind === 'none') {
    const position = ground.start === undefined ? undefined : lines.positionAt(ground.start);
    return { file, problems: [...problems, { message: ground.problem, position }], runs: [] };
  }
  const folders = [path.dirname(absolute), ...new Set(ground.folders)];
  const urisOf = (written: string): readonly string[] => folders.map((folder) => path.resolve(folder, written));
  const sources = {
    ground: ground.ground,
    catalog: options.catalog,
    urisOf,
    files: filesAround(absolute, ground, options),
    compiled: options.compiled,
    shared: options.shared,
  };
  const policyProblems = ground.problems.map((said) => ({ message: said, position: undefined }));
  return {
    file,
    problems: [...problems, ...policyProblems],
    runs: cases.map((test) => () => ({ test, outcome: runTest(test, sources), position: lines.positionAt(test.nameSpan.start) })),
  };
}
