import { english } from '../core/text/message';

import { explanation, headline } from './explanation';
import { plainStyles } from './styles';
import type { TestFileResult, TestResult } from './testFiles';
import { countedWith, noTests } from './testReport';
import type { TestCounts, TestReport } from './testReport';

/**
 * Test results as JUnit XML, which CI services read: a suite per file; a test that is not understood, or a file that cannot be read, is an error.
 * There is no schema of JUnit's own; this is what Jenkins, GitLab and the others have in common: <https://github.com/testmoapp/junitxml>
 */
export const junitReport: TestReport = {
  streams: false,
  file: suite,
  end: (suites, counts) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gatehouse" ${countAttributes(counts)}>\n${suites.join('')}</testsuites>\n`,
};

function suite(result: TestFileResult): string {
  const { file, problems, results } = result;
  const broken = problems.map(({ message: said, position }) => {
    const line = position === undefined ? '' : ` line="${position.line + 1}"`;
    const error = `<error message="${escaped(english(said))}" type="problem"/>`;
    return `    <testcase name="${escaped(file)}" classname="${escaped(file)}" file="${escaped(file)}"${line}>${error}</testcase>\n`;
  });
  const cases = [...broken, ...results.map((one) => testCase(file, one))];
  return `  <testsuite name="${escaped(file)}" file="${escaped(file)}" ${countAttributes(countedWith(noTests, result))}>\n${cases.join('')}  </testsuite>\n`;
}

/** A file's own problems are test cases here: each counts as one that ran and went wrong. */
function countAttributes({ tests, failed, unclear, problems }: TestCounts): string {
  return `tests="${tests + problems}" failures="${failed}" errors="${unclear + problems}" skipped="0"`;
}

function testCase(file: string, { test, outcome, position }: TestResult): string {
  const head = `    <testcase name="${escaped(test.name)}" classname="${escaped(file)}" file="${escaped(file)}" line="${position.line + 1}"`;
  if (outcome.kind === 'passed') return `${head}/>\n`;
  const reason = escaped(english(outcome.reason));
  if (outcome.kind === 'unclear') return `${head}><error message="${reason}" type="unclear"/></testcase>\n`;
  const trace = outcome.explain();
  const style = { translate: english, styles: plainStyles };
  const told = [headline(trace, outcome.levelNames, style), ...explanation(trace, outcome.levelNames, style)].join('\n');
  return `${head}><failure message="${reason}" type="failed"/><system-out>${escapedText(told)}</system-out></testcase>\n`;
}

/**
 * Text as XML 1.0 can have it: control characters, halves of pairs and the two that are none cannot stand in it at all, not even escaped.
 * `]]>` has no end of a section in it once `>` is escaped. <https://www.w3.org/TR/xml/#charsets>
 */
function escapedText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Inside an attribute the ends of lines would be read as spaces. */
function escaped(text: string): string {
  return escapedText(text).replace(/[\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
