import path from 'node:path';

import { readTests } from '../core/simulation/readTests';
import type { TestCase } from '../core/simulation/readTests';
import { runTest } from '../core/simulation/runTest';
import type { TestOutcome } from '../core/simulation/runTest';
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
}

/** The test files among some paths: those named, and in folders those that are called `*.iamtest.jsonc` or `.json`. */
export function findTestFiles(paths: readonly string[], folder: string): readonly string[] {
  return paths.flatMap((written) => {
    if (!isFolder(path.resolve(folder, written))) return [written];
    const below = listJsonFiles(path.resolve(folder, written)).filter((file) => /\.iamtest\.jsonc?$/i.test(file));
    return below.map((file) => path.join(written, file));
  });
}

export function runTestFile(file: string, options: TestRunOptions): TestFileResult {
  const absolute = path.resolve(options.folder, file);
  const read = readTextFile(absolute);
  if ('problem' in read) {
    return { file, problems: [{ message: message('cannot be read: {0}', read.problem), position: undefined }], results: [] };
  }
  const tests = readTests(read.text);
  const lines = createLineIndex(read.text);
  const at = (start: number): LinePosition => lines.positionAt(start);
  const problems = tests.problems.map(({ message: said, span }) => ({ message: said, position: at(span.start) }));
  const ground = findGround(absolute, tests, options);
  if (ground.kind === 'none') {
    return {
      file,
      problems: [...problems, { message: ground.problem, position: ground.start === undefined ? undefined : at(ground.start) }],
      results: [],
    };
  }
  const folders = [path.dirname(absolute), ...new Set(ground.folders)];
  const urisOf = (written: string): readonly string[] => folders.map((folder) => path.resolve(folder, written));
  const files = filesAround(absolute, ground, options);
  const run = (test: TestCase): TestResult => ({
    test,
    outcome: runTest(test, { ground: ground.ground, catalog: options.catalog, urisOf, files }),
    position: at(test.nameSpan.start),
  });
  const policyProblems = ground.problems.map((said) => ({ message: said, position: undefined }));
  return { file, problems: [...problems, ...policyProblems], results: tests.cases.map(run) };
}
