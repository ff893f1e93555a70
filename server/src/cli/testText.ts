import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import type { CommandContext } from './command';
import { explanation, headline } from './explanation';
import { stylesFor } from './styles';
import type { Styles } from './styles';
import type { TestFileResult, TestResult } from './testFiles';
import type { TestCounts, TestReport } from './testReport';

/** Test results for people: what decided each test that passes, and every reason of one that fails. */
export function textReport(context: CommandContext): TestReport {
  return { streams: true, file: (result) => fileText(result, context), end: (_, counts) => testSummary(counts, context) };
}

function fileText({ file, problems, results }: TestFileResult, context: CommandContext): string {
  const { host, translate } = context;
  const styles = stylesFor(host, host.stdout);
  const lines = [styles.bold(file)];
  for (const { message: said, position } of problems) {
    lines.push(
      `  ${styles.yellow('!')} ${position === undefined ? '' : `${position.line + 1}:${position.character + 1}  `}${translate(said)}`,
    );
  }
  for (const result of results) lines.push(...resultLines(result, context, styles));
  return `${lines.join('\n')}\n\n`;
}

function resultLines({ test, outcome, position }: TestResult, { translate }: CommandContext, styles: Styles): readonly string[] {
  if (outcome.kind === 'passed') {
    // Without a decision's own sign: beside that of the test it would only confuse.
    return [`  ${styles.green('✓')} ${test.name}`, `      ${styles.dim(translate(outcome.headline()))}`];
  }
  const place = styles.dim(`(${position.line + 1}:${position.character + 1})`);
  const head = [`  ${styles.red('✗')} ${test.name} ${place}`, `      ${styles.red(translate(outcome.reason))}`];
  if (outcome.kind === 'unclear') return head;
  const trace = outcome.explain();
  const style = { translate, styles };
  const told = [headline(trace, outcome.levelNames, style), ...explanation(trace, outcome.levelNames, style)];
  return [...head, ...told.map((line) => `      ${line}`)];
}

/** How many tests pass, in one line. */
export function testSummary(counts: TestCounts, { host, translate }: CommandContext): string {
  const styles = stylesFor(host, host.stdout);
  const { tests, failed } = counts;
  const unclear = counts.unclear + counts.problems;
  const passed = message('{0} of {1} tests pass', tests - failed, tests);
  const said: Message = unclear > 0 ? message('{0}; {1} not understood', passed, unclear) : passed;
  const words = translate(said);
  return `${failed + unclear > 0 ? styles.red(words) : styles.green(words)}\n`;
}
