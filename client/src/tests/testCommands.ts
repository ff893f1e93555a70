import * as l10n from '@vscode/l10n';
import { Uri, window } from 'vscode';

import type { Marks } from '../marks/marks';
import type { TestExplorerWhenNeeded } from './testExplorer';

interface TestParts {
  readonly tests: TestExplorerWhenNeeded;
  readonly marks: Marks;
}

/** Commands about the tests of policies, and about the marks beside their statements. */
export function testCommands({ tests, marks }: TestParts): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  return {
    'gatehouse.runTestsForPolicy': (uri) => runTestsForPolicy(tests, uri),
    'gatehouse.showMarks': () => marks.show(true),
    'gatehouse.hideMarks': () => marks.show(false),
    'gatehouse.toggleMarks': () => marks.show(!marks.areShown()),
  };
}

async function runTestsForPolicy(tests: TestExplorerWhenNeeded, value: unknown): Promise<void> {
  const named = value instanceof Uri ? value.toString() : value;
  const uri = typeof named === 'string' ? named : window.activeTextEditor?.document.uri.toString();
  const ran = uri !== undefined && (await tests.explorer()?.runForPolicy(uri)) === true;
  if (!ran) void window.showInformationMessage(l10n.t('There is no test in which this policy has a say.'));
}
