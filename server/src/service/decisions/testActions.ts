import type { CodeAction, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';

import { message } from '../../core/text/message';

import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';
import type { LoadedOrganization } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { actualOf, expectActual } from './expectActual';
import type { LiveAnswer } from './live';
import { byTest, passes } from './testLenses';

/** At a test that expects something else, or nothing yet: to expect what is decided now. */
export function testActions(
  document: OpenDocument,
  range: Range,
  answers: readonly LiveAnswer[],
  loaded: LoadedOrganization | undefined,
  { translate }: ServiceContext,
): CodeAction[] {
  return byTest(answers).flatMap((cases): CodeAction[] => {
    const [first] = cases;
    if (first?.request.kind !== 'test' || cases.every(passes)) return [];
    const { start, end } = toRange(document, first.request.test.span);
    if (range.start.line < start.line || range.start.line > end.line) return [];
    const actual = actualOf(cases, document.uri, loaded);
    const edits = expectActual(document, cases, loaded);
    if (actual === undefined || edits.length === 0) return [];
    return [
      {
        title: translate(message('Expect `{0}`, as it is decided now', actual.decision)),
        kind: CodeActionKind.QuickFix,
        edit: { changes: { [document.textDocument.uri]: [...edits] } },
      },
    ];
  });
}
