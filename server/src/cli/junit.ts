import { english } from '../core/text/message';

import type { TestFileResult, TestResult } from './testFiles';

/** Test results as JUnit XML, which CI services read. */
export function toJunit(files: readonly TestFileResult[]): string {
  const suites = files.map(suite).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites}</testsuites>\n`;
}

function suite({ file, problems, results }: TestFileResult): string {
  const failures = results.filter(({ outcome }) => outcome.kind === 'failed').length;
  const errors = results.filter(({ outcome }) => outcome.kind === 'unclear').length + problems.length;
  const counts = `tests="${results.length + problems.length}" failures="${failures}" errors="${errors}"`;
  const broken = problems.map(
    ({ message: said }) => `    <testcase name="${escaped(file)}"><error message="${escaped(english(said))}"/></testcase>\n`,
  );
  return `  <testsuite name="${escaped(file)}" ${counts}>\n${[...broken, ...results.map((result) => testCase(file, result))].join('')}  </testsuite>\n`;
}

function testCase(file: string, { test, outcome, position }: TestResult): string {
  const head = `    <testcase name="${escaped(test.name)}" classname="${escaped(file)}" file="${escaped(file)}" line="${position.line + 1}"`;
  if (outcome.kind === 'passed') return `${head}/>\n`;
  const element = outcome.kind === 'failed' ? 'failure' : 'error';
  return `${head}><${element} message="${escaped(english(outcome.reason))}"/></testcase>\n`;
}

/** Control characters cannot stand in XML at all. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
