import type { TextEdit } from 'vscode-languageserver-types';

import type { Decision } from '../../core/evaluation/decision';
import { setExpectation } from '../../core/edits/testEdits';
import { decidingPolicy } from '../../core/simulation/decidingStatement';

import { toTextEdit } from '../convert';
import type { OpenDocument } from '../documentStore';
import type { LoadedOrganization } from '../organizationIndex';
import { statementNameIn } from '../testFiles/statements';

import type { LiveAnswer } from './live';

/** What the cases of a test come out as, where all of them come out alike, and the statement that decides all of them, as `by` names it. */
export interface Actual {
  readonly decision: Decision;
  readonly by: string | undefined;
}

/** Undefined: the cases come out differently, or cannot be understood, so no one expectation is true of them. */
export function actualOf(cases: readonly LiveAnswer[], test: string, loaded: LoadedOrganization | undefined): Actual | undefined {
  const decided = cases.flatMap((answer) => (answer.kind === 'decided' ? [answer] : []));
  const [first] = decided;
  if (first === undefined || decided.length < cases.length) return undefined;
  const { decision } = first;
  if (decided.some((answer) => answer.decision !== decision)) return undefined;
  const names = new Set(decided.map((answer) => deciderOf(answer, test, loaded)));
  return { decision, by: names.size === 1 ? [...names][0] : undefined };
}

function deciderOf(answer: Extract<LiveAnswer, { readonly kind: 'decided' }>, test: string, loaded: LoadedOrganization | undefined) {
  const by = answer.decidedBy();
  const policy = decidingPolicy(answer.policies, by);
  return policy === undefined || by === null || by.statement === null ? undefined : statementNameIn(policy, by.statement, test, loaded);
}

/** Makes a test expect what is decided now; a `by` that it has follows. None: its JSON is broken, or there is nothing to expect. */
export function expectActual(
  document: OpenDocument,
  cases: readonly LiveAnswer[],
  loaded: LoadedOrganization | undefined,
): readonly TextEdit[] {
  const actual = actualOf(cases, document.uri, loaded);
  const [first] = cases;
  if (actual === undefined || first?.request.kind !== 'test') return [];
  const { index, test } = first.request;
  const changes = setExpectation(document.text, index, actual.decision, test.by === undefined ? undefined : actual.by) ?? [];
  return changes.map((change) => toTextEdit(document, change));
}
