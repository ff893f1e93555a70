import { toScenarioResult } from '../core/evaluation/scenarioResult';
import { english } from '../core/text/message';

import type { TestFileResult } from './testFiles';
import type { TestReport } from './testReport';

/** Test results as an array of files, each test with its result as a line of `simulate`; docs/cli.md describes it. */
export const jsonReport: TestReport = {
  streams: false,
  // As an item of the array, so that no more than the text of a file is kept.
  file: (result) => JSON.stringify([fileJson(result)], undefined, 2).slice('[\n'.length, -'\n]'.length),
  end: (files) => (files.length === 0 ? '[]\n' : `[\n${files.join(',\n')}\n]\n`),
};

function fileJson({ file, problems, results }: TestFileResult): object {
  return {
    file,
    problems: problems.map(({ message: said, position }) => ({ message: english(said), position: position ?? null })),
    tests: results.map(({ test, outcome, position }) => {
      const { name, principal, action, resource, expect, by } = test;
      const asked = { name, position, principal, action, resource, expect, by: by ?? null, outcome: outcome.kind };
      const reason = outcome.kind === 'passed' ? null : english(outcome.reason);
      return { ...asked, reason, result: outcome.kind === 'unclear' ? null : toScenarioResult(name, outcome.explain()) };
    }),
  };
}
