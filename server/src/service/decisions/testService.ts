import type { exercisedRequest, heldResultsRequest, runTestsRequest, testFilesRequest, TestResult } from '../../protocol/decisions';

import type { Answer, Params } from '../organizationService';
import type { ServiceContext } from '../serviceContext';
import type { Decisions } from '../simulation';

/** What a caller of long work hears, and how it ends it. */
export interface RunListener {
  readonly report: (results: readonly TestResult[]) => void;
  readonly isCancelled: () => boolean;
}

/** What an editor asks about the tests of the workspace. */
export interface TestService {
  testFiles(params: Params<typeof testFilesRequest>): Answer<typeof testFilesRequest>;
  runTests(params: Params<typeof runTestsRequest>, listener: RunListener): Answer<typeof runTestsRequest>;
  heldResults(params: Params<typeof heldResultsRequest>): Answer<typeof heldResultsRequest>;
  exercised(params: Params<typeof exercisedRequest>, isCancelled: () => boolean): Answer<typeof exercisedRequest>;
}

/** `loaded` gives the context when the organizations have been read; what decides is loaded with the first question. */
export function createTestService(loaded: () => Promise<ServiceContext>, decisions: () => Promise<Pick<Decisions, 'tests'>>): TestService {
  return {
    async testFiles({ uri }) {
      const context = await loaded();
      return { files: await (await decisions()).tests.files(uri, context) };
    },
    async runTests({ tests, changed = false }, listener) {
      const context = await loaded();
      return { results: await (await decisions()).tests.run({ tests, changed, ...listener }, context) };
    },
    async heldResults({ uris }) {
      const context = await loaded();
      return { files: await (await decisions()).tests.held(uris, context) };
    },
    async exercised({ uri, tests }, isCancelled) {
      const context = await loaded();
      return { files: await (await decisions()).tests.exercised({ uri, tests, isCancelled }, context) };
    },
  };
}
