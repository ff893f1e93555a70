import path from 'node:path';

import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import { readPolicyText } from '../core/organization/policyLoader';
import { stemOf } from '../core/organization/organizationFiles';
import { readTestPolicies } from '../core/simulation/readTestPolicies';
import { readTests } from '../core/simulation/readTests';
import type { TestCase, TestFile } from '../core/simulation/readTests';
import { runTest } from '../core/simulation/runTest';
import type { TestGround, TestOutcome } from '../core/simulation/runTest';
import { createLineIndex } from '../core/text/lineIndex';
import type { LinePosition } from '../core/text/lineIndex';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { isFolder, listJsonFiles, readTextFile } from './files';
import type { Organizations } from './organizations';

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

export interface TestRunOptions {
  readonly catalog: Catalog;
  readonly texts: CatalogTexts;
  readonly organizations: Organizations;
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
  const run = (test: TestCase): TestResult => ({
    test,
    outcome: runTest(test, { ground: ground.ground, catalog: options.catalog, urisOf }),
    position: at(test.nameSpan.start),
  });
  const policyProblems = ground.problems.map((said) => ({ message: said, position: undefined }));
  return { file, problems: [...problems, ...policyProblems], results: tests.cases.map(run) };
}

type FoundGround =
  | { readonly kind: 'found'; readonly ground: TestGround; readonly folders: readonly string[]; readonly problems: readonly Message[] }
  | { readonly kind: 'none'; readonly problem: Message; readonly start: number | undefined };

/** The organization that the file names; without a name its own policies, else the nearest organization upwards. */
function findGround(absolute: string, tests: TestFile, options: TestRunOptions): FoundGround {
  const { organizations } = options;
  if (tests.organization !== undefined) {
    const { path: written, span } = tests.organization;
    const { organization, load, place, folder } = organizations.open(path.resolve(path.dirname(absolute), written));
    if (organization === undefined)
      return { kind: 'none', problem: message('there is no organization at `{0}`', written), start: span.start };
    // Of a file of another tool the policies stand in it, or beside it.
    return { kind: 'found', ground: { kind: 'organization', organization, load }, folders: [place, folder], problems: [] };
  }
  const nearest = tests.policies === undefined ? organizations.of(absolute) : undefined;
  if (nearest?.organization !== undefined) {
    return {
      kind: 'found',
      ground: { kind: 'organization', organization: nearest.organization, load: nearest.load },
      folders: [nearest.folder],
      problems: [],
    };
  }
  const { policies, problems } = readTestPolicies(tests.policies, (written) => loadPolicy(written, absolute, options));
  return { kind: 'found', ground: { kind: 'policies', policies }, folders: [], problems };
}

function loadPolicy(written: string, testFile: string, { texts }: TestRunOptions) {
  if (written.startsWith('arn:')) return { name: written, policy: readPolicyText(texts.managedPolicyDocument(written)), uri: written };
  const file = path.resolve(path.dirname(testFile), written);
  const read = readTextFile(file);
  return 'text' in read ? { name: stemOf(written), policy: readPolicyText(read.text), uri: file } : undefined;
}
