import { toScenarioResult } from '../../core/evaluation/scenarioResult';
import { english, message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { decisionWords, explanation, headline } from '../explanation';
import { toJunit } from '../junit';
import { organizationsFor } from '../openOrganization';
import { commonOptions, helpHint, readArguments, readFormat } from '../options';
import { answersOf, deployedOption, deployedOptionHelp } from '../queryOptions';
import { stylesFor } from '../styles';
import type { Styles } from '../styles';
import { findTestFiles, runTestFile } from '../testFiles';
import type { TestFileResult, TestResult } from '../testFiles';

/** `gatehouse test`: whether requests are decided as test files expect. */
export const testCommand: Command = {
  name: 'test',
  usage: ['test [--deployed] [--format text|json|junit] PATH…'],
  summary: message('Runs *.iamtest.jsonc files: requests with an expected decision'),
  options: [deployedOptionHelp, ['--format FORMAT', message('text, json or junit')]],
  exitCodes: [
    ['0', message('every test passes')],
    ['1', message('a test fails')],
    ['2', message('a test file cannot be read or understood; the others still run')],
  ],
  run: runTests,
};

async function runTests(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('test', args, { ...commonOptions, ...deployedOption, format: { type: 'string' } });
  const format = readFormat('test', values.format, ['text', 'json', 'junit']);
  if (positionals.length === 0) throw new CommandError(message('no path is given'), helpHint('test'));
  const { host, data } = context;
  const files = findTestFiles(positionals, host.folder);
  if (files.length === 0) throw new CommandError(message('there are no *.iamtest.jsonc files in {0}', positionals.join(', ')));
  const catalog = await data.catalog();
  const texts = await data.texts();
  const organizations = await organizationsFor(context, answersOf(values.deployed));
  const results: TestFileResult[] = [];
  for (const file of files) {
    const result = runTestFile(file, { catalog, texts, organizations, folder: host.folder });
    results.push(result);
    if (format === 'text') await host.stdout.write(fileText(result, context));
  }
  if (format === 'json') await host.stdout.write(`${JSON.stringify(results.map(fileJson), undefined, 2)}\n`);
  if (format === 'junit') await host.stdout.write(toJunit(results));
  const outcomes = results.flatMap((result) => result.results.map(({ outcome }) => outcome.kind));
  const failed = outcomes.filter((kind) => kind === 'failed').length;
  const unclear =
    outcomes.filter((kind) => kind === 'unclear').length + results.reduce((count, { problems }) => count + problems.length, 0);
  if (format === 'text') await host.stdout.write(summaryText(outcomes.length, failed, unclear, context));
  return unclear > 0 ? 2 : failed > 0 ? 1 : 0;
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
  const style = { translate, styles };
  if (outcome.kind === 'passed') {
    return [`  ${styles.green('✓')} ${test.name}`, `      ${styles.dim(decisionWords(outcome.trace, outcome.levelNames, translate))}`];
  }
  const place = styles.dim(`(${position.line + 1}:${position.character + 1})`);
  const head = [`  ${styles.red('✗')} ${test.name} ${place}`, `      ${styles.red(translate(outcome.reason))}`];
  if (outcome.kind === 'unclear') return head;
  const told = [headline(outcome.trace, outcome.levelNames, style), ...explanation(outcome.trace, outcome.levelNames, style)];
  return [...head, ...told.map((line) => `      ${line}`)];
}

function summaryText(count: number, failed: number, unclear: number, { host, translate }: CommandContext): string {
  const styles = stylesFor(host, host.stdout);
  const passed = message('{0} of {1} tests pass', count - failed, count);
  const said: Message = unclear > 0 ? message('{0}; {1} not understood', passed, unclear) : passed;
  const words = translate(said);
  return `${failed + unclear > 0 ? styles.red(words) : styles.green(words)}\n`;
}

function fileJson({ file, problems, results }: TestFileResult): object {
  return {
    file,
    problems: problems.map(({ message: said, position }) => ({ message: english(said), position: position ?? null })),
    tests: results.map(({ test, outcome, position }) => {
      const { name, principal, action, resource, expect, by } = test;
      const asked = { name, position, principal, action, resource, expect, by: by ?? null, outcome: outcome.kind };
      const reason = outcome.kind === 'passed' ? null : english(outcome.reason);
      return { ...asked, reason, result: outcome.kind === 'unclear' ? null : toScenarioResult(name, outcome.trace) };
    }),
  };
}
