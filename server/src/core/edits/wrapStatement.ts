import type { TextChange } from '../checks/check';
import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { memberOf, textOf } from '../syntax/queries';

import { isSound } from './document';
import type { EditedDocument } from './document';
import { readLayout } from './layout';
import { indent } from './scalarAndList';

/** The statement, or list of statements, that a document consists of, where it lacks the policy around; undefined for anything else. */
export function bareStatements({ syntax: { root } }: EditedDocument): JsonNode | undefined {
  if (root?.kind === 'object') return isStatement(root) ? root : undefined;
  if (root?.kind !== 'array' || root.items.length === 0) return undefined;
  return root.items.every((item) => item.kind === 'object' && isStatement(item)) ? root : undefined;
}

function isStatement(node: ObjectNode): boolean {
  const effect = textOf(node, 'Effect');
  if ((effect !== 'Allow' && effect !== 'Deny') || memberOf(node, 'Statement') !== undefined) return false;
  return memberOf(node, 'Action') !== undefined || memberOf(node, 'NotAction') !== undefined;
}

/** Puts a policy around bare statements; comments stay where they are. */
export function wrapStatements(document: EditedDocument): TextChange | undefined {
  const root = bareStatements(document);
  if (root === undefined || !isSound(document, root)) return undefined;
  const { text } = document;
  const { unit, newline, oneLine } = readLayout(text);
  const written = text.slice(root.start, root.end);
  const span = { start: root.start, end: root.end };
  if (oneLine) {
    const list = root.kind === 'array' ? written : `[${written}]`;
    return { span, newText: `{ "Version": "2012-10-17", "Statement": ${list} }` };
  }
  const list = root.kind === 'array' ? indent(written, unit) : listOf(written, unit, newline);
  const lines = ['{', `${unit}"Version": "2012-10-17",`, `${unit}"Statement": ${list}`, '}'];
  return { span, newText: lines.join(newline) };
}

function listOf(statement: string, unit: string, newline: string): string {
  return ['[', unit + unit + indent(statement, unit + unit), `${unit}]`].join(newline);
}
