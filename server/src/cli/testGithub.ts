import type { CommandContext } from './command';
import { headline } from './explanation';
import { workflowCommand } from './githubCommands';
import { plainStyles } from './styles';
import type { TestFileResult, TestResult } from './testFiles';
import type { TestReport } from './testReport';
import { testSummary } from './testText';

/** Test results for GitHub Actions: an annotation for each test that fails or is not understood, and the summary. */
export function githubReport(context: CommandContext): TestReport {
  return { streams: true, file: (result) => annotations(result, context), end: (_, counts) => testSummary(counts, context) };
}

function annotations({ file, problems, results }: TestFileResult, context: CommandContext): string {
  const { host, translate } = context;
  const broken = problems.map(({ message: said, position }) =>
    workflowCommand({ level: 'error', file, start: position, title: file, text: translate(said) }, host),
  );
  return [...broken, ...results.map((result) => annotation(file, result, context))].join('');
}

function annotation(file: string, { test, outcome, position }: TestResult, { host, translate }: CommandContext): string {
  if (outcome.kind === 'passed') return '';
  const reason = translate(outcome.reason);
  const told = outcome.kind === 'unclear' ? [] : [headline(outcome.explain(), outcome.levelNames, { translate, styles: plainStyles })];
  return workflowCommand({ level: 'error', file, start: position, title: test.name, text: [reason, ...told].join('\n') }, host);
}
