import { createCompiledPolicies } from '../../core/simulation/compiledPolicies';
import type { TestCase } from '../../core/simulation/readTests';
import { createSharedGathering } from '../../core/simulation/sharedGathering';
import { message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { junitReport } from '../junit';
import { organizationsFor } from '../openOrganization';
import { commonOptions, helpHint, readArguments, readFormat } from '../options';
import { answersOf, deployedOption, deployedOptionHelp } from '../queryOptions';
import { createStatusLine } from '../statusLine';
import { findTestFiles, openTestFile } from '../testFiles';
import type { TestResult } from '../testFiles';
import { githubReport } from '../testGithub';
import { jsonReport } from '../testJson';
import { countedWith, noTests } from '../testReport';
import type { TestCounts, TestReport } from '../testReport';
import { textReport } from '../testText';

const formats = ['text', 'json', 'junit', 'github'] as const;

/** `gatehouse test`: whether requests are decided as test files expect. */
export const testCommand: Command = {
  name: 'test',
  usage: ['test [--filter TEXT] [--deployed] [--format text|json|junit|github] PATH…'],
  summary: message('Runs *.iamtest.jsonc files: requests with an expected decision'),
  options: [
    ['--filter TEXT', message('only tests whose name, principal or action contains it')],
    deployedOptionHelp,
    ['--format FORMAT', message('text, json, junit or github (annotations for GitHub Actions)')],
  ],
  exitCodes: [
    ['0', message('every test passes')],
    ['1', message('a test fails')],
    ['2', message('a test file cannot be read or understood; the others still run')],
  ],
  run: runTests,
};

const options = { ...commonOptions, ...deployedOption, filter: { type: 'string' }, format: { type: 'string' } } as const;

async function runTests(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('test', args, options);
  const format = readFormat('test', values.format, formats);
  if (positionals.length === 0) throw new CommandError(message('no path is given'), helpHint('test'));
  const files = findTestFiles(positionals, context.host.folder);
  if (files.length === 0) throw new CommandError(message('there are no *.iamtest.jsonc files in {0}', positionals.join(', ')));
  const answers = answersOf(values.deployed);
  const { failed, unclear, problems } = await runFiles(files, {
    context,
    report: reportIn(format, context),
    filter: values.filter,
    answers,
  });
  return unclear + problems > 0 ? 2 : failed > 0 ? 1 : 0;
}

function reportIn(format: (typeof formats)[number], context: CommandContext): TestReport {
  switch (format) {
    case 'text':
      return textReport(context);
    case 'json':
      return jsonReport;
    case 'junit':
      return junitReport;
    case 'github':
      return githubReport(context);
  }
}

interface TestRun {
  readonly context: CommandContext;
  readonly report: TestReport;
  readonly filter: string | undefined;
  readonly answers: ReturnType<typeof answersOf>;
}

/** Runs the files one after the other and writes what they come to; no result is kept longer than its file. */
async function runFiles(files: readonly string[], { context, report, filter, answers }: TestRun): Promise<TestCounts> {
  const { host, data, translate } = context;
  const [catalog, texts, organizations] = [await data.catalog(), await data.texts(), await organizationsFor(context, answers)];
  const sources = {
    catalog,
    texts,
    organizations,
    folder: host.folder,
    compiled: createCompiledPolicies(),
    shared: createSharedGathering(),
  };
  const chosen = filter === undefined ? () => true : containing(filter);
  const status = createStatusLine(host);
  const parts: string[] = [];
  let counts = noTests;
  for (const [place, file] of files.entries()) {
    const { problems, runs } = openTestFile(file, chosen, sources);
    const results: TestResult[] = [];
    for (const run of runs) {
      if (results.length % testsBetweenWords === 0) {
        await status.show(() => translate(message('file {0} of {1}, {2} tests', place + 1, files.length, counts.tests + results.length)));
      }
      results.push(run());
    }
    // A file that has none of the chosen tests has nothing to say.
    if (filter !== undefined && problems.length + results.length === 0) continue;
    const result = { file, problems, results };
    counts = countedWith(counts, result);
    const written = report.file(result);
    if (!report.streams) parts.push(written);
    else if (written !== '') {
      await status.clear();
      await host.stdout.write(written);
    }
  }
  await status.clear();
  if (filter !== undefined && counts.tests + counts.problems === 0) {
    throw new CommandError(message('no test has `{0}` in its name, principal or action', filter));
  }
  await host.stdout.write(report.end(parts, counts));
  return counts;
}

/** Looking at the clock costs more than a test. */
const testsBetweenWords = 32;

/** Letter case makes no difference, as it makes none in actions. */
function containing(filter: string): (test: TestCase) => boolean {
  const wanted = filter.toLowerCase();
  return ({ name, principal, action }) => [name, principal, action].some((text) => text.toLowerCase().includes(wanted));
}
