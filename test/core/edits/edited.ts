import assert from 'node:assert/strict';

import type { TextChange } from '../../../server/src/core/checks/check';
import type { EditedDocument } from '../../../server/src/core/edits/document';
import { editPlaceAt } from '../../../server/src/core/edits/policyLists';
import type { PolicyList } from '../../../server/src/core/edits/policyLists';
import type { ObjectNode } from '../../../server/src/core/syntax/nodes';
import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { splitAtCursor } from '../../support/cursor';

/** A text as edits take it. */
export function documentOf(text: string): EditedDocument {
  return { text, syntax: parseJson(text) };
}

/** The text with the changes made; they must be in order and must not overlap. */
export function applied(text: string, changes: TextChange | readonly TextChange[] | undefined): string {
  const all = changes === undefined ? [] : 'span' in changes ? [changes] : changes;
  let result = '';
  let at = 0;
  for (const { span, newText } of all) {
    assert.ok(span.start >= at && span.end >= span.start, 'changes are in order');
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}

/** A document with a cursor in it, and what the cursor is at. */
export function atCursor(marked: string) {
  const { text, offset } = splitAtCursor(marked);
  const document = documentOf(text);
  const { statement, list, item } = editPlaceAt(document.syntax.root, offset);
  return { text, offset, document, statement, list, item };
}

export function listAt(marked: string): { readonly document: EditedDocument; readonly text: string; readonly list: PolicyList } {
  const { text, document, list } = atCursor(marked);
  assert.ok(list !== undefined, 'the cursor is in a list');
  return { text, document, list };
}

export function statementAt(marked: string): { readonly document: EditedDocument; readonly text: string; readonly statement: ObjectNode } {
  const { text, document, statement } = atCursor(marked);
  assert.ok(statement !== undefined, 'the cursor is in a statement');
  return { text, document, statement };
}

/** A policy of that one statement. */
export function inStatement(statement: string): string {
  return `{ "Version": "2012-10-17", "Statement": ${statement} }`;
}
