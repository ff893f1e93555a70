import { FileCoverage, StatementCoverage, TestCoverageCount, Uri } from 'vscode';

import type { ExercisedStatement } from '../../../server/src/protocol/decisions';
import { toRange } from '../locations';

const details = new WeakMap<FileCoverage, readonly ExercisedStatement[]>();

/** What a run reached of a policy: a statement that some request matched is covered. */
export function coverageOf(file: { readonly uri: string; readonly statements: readonly ExercisedStatement[] }): FileCoverage {
  const covered = file.statements.filter(({ matched }) => matched > 0).length;
  const made = new FileCoverage(Uri.parse(file.uri, true), new TestCoverageCount(covered, file.statements.length));
  details.set(made, file.statements);
  return made;
}

/** How often each statement of the policy was matched. */
export function detailsOf(file: FileCoverage): StatementCoverage[] {
  return (details.get(file) ?? []).map(({ matched, range }) => new StatementCoverage(matched, toRange(range)));
}
