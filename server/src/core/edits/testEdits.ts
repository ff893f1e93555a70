import type { TextChange } from '../checks/check';
import type { Decision } from '../evaluation/decision';
import { inOrder, writeTest } from '../simulation/writeTests';
import type { WrittenTest } from '../simulation/writeTests';
import type { ArrayNode, JsonNode, ObjectNode } from '../syntax/nodes';
import { parseJson } from '../syntax/parseJson';
import { memberOf, valueOf } from '../syntax/queries';
import { inlineJson } from '../text/inlineJson';
import type { Span } from '../text/span';

import { isSound } from './document';
import type { EditedDocument } from './document';
import { insertItem, removeMember, setMember } from './jsonEdits';
import { indentationAt, readLayout } from './layout';

/**
 * Puts a test at the end of a test file's list; comments and layout stay. A file without the list gets one, an empty text becomes a
 * file. Undefined: the text is no test file whose JSON is sound, and stays as it is.
 */
export function appendTest(text: string, test: WrittenTest): readonly TextChange[] | undefined {
  if (text.trim() === '')
    return [{ span: { start: 0, end: text.length }, newText: `{\n  "tests": [\n    ${writeTest(test, '    ', '  ')}\n  ]\n}\n` }];
  const document: EditedDocument = { text, syntax: parseJson(text) };
  const { root } = document.syntax;
  if (root?.kind !== 'object' || !isSound(document, root)) return undefined;
  const tests = valueOf(root, 'tests');
  if (tests?.kind === 'array') return appendTo(document, tests, test);
  if (tests !== undefined) return undefined;
  const { unit, newline } = readLayout(text);
  const list = `[\n${unit}${unit}${writeTest(test, unit + unit, unit)}\n${unit}]`;
  return setMember(document, root, 'tests', withBreaks(list, newline));
}

function appendTo(document: EditedDocument, tests: ArrayNode, test: WrittenTest): readonly TextChange[] {
  const { text } = document;
  const { unit, newline } = readLayout(text);
  const last = tests.items.at(-1);
  if (last !== undefined) {
    const isShort = !text.slice(last.start, last.end).includes('\n');
    const newText = isShort ? inlineJson(inOrder(test)) : writeTest(test, indentationAt(text, last.start), unit);
    return insertItem(document, tests, withBreaks(newText, newline));
  }
  const outer = indentationAt(text, tests.start);
  const item = withBreaks(writeTest(test, outer + unit, unit), newline);
  const isEmpty = text.slice(tests.start + 1, tests.end - 1).trim() === '';
  if (!isEmpty) return insertItem(document, tests, item);
  const inside = { start: tests.start + 1, end: tests.end - 1 };
  return [{ span: inside, newText: `${newline}${outer}${unit}${item}${newline}${outer}` }];
}

/**
 * Makes a test expect a decision, decided by the statement of that name where one is given; a `by` that was there goes otherwise, since
 * nobody knows whether it still holds. `test` is the place of the entry in the list, from 0, or its span. Undefined: there is no such
 * test, or its JSON is not sound.
 */
export function setExpectation(text: string, test: number | Span, decision: Decision, by?: string): readonly TextChange[] | undefined {
  const document: EditedDocument = { text, syntax: parseJson(text) };
  const entry = entryOf(document, test);
  if (entry === undefined || !isSound(document, entry)) return undefined;
  const expectChanges = setMember(document, entry, 'expect', JSON.stringify(decision));
  const byMember = memberOf(entry, 'by');
  if (by === undefined)
    return byMember === undefined ? expectChanges : inOrderOfText([...expectChanges, ...removeMember(document, entry, byMember)]);
  if (byMember !== undefined) return inOrderOfText([...expectChanges, ...setMember(document, entry, 'by', JSON.stringify(by))]);
  const expected = memberOf(entry, 'expect')?.value;
  return expected === undefined ? bothAtTheEnd(document, entry, decision, by) : [...addBehind(document, expected, decision, by)];
}

function entryOf({ syntax: { root } }: EditedDocument, test: number | Span): ObjectNode | undefined {
  const tests = valueOf(root, 'tests');
  if (tests?.kind !== 'array') return undefined;
  const found =
    typeof test === 'number' ? tests.items[test] : tests.items.find(({ start, end }) => start === test.start && end === test.end);
  return found?.kind === 'object' ? found : undefined;
}

/** Two members that are both missing go in at one place. */
function bothAtTheEnd(document: EditedDocument, entry: ObjectNode, decision: Decision, by: string): readonly TextChange[] {
  const last = entry.members.at(-1);
  const between =
    last !== undefined && isOnOwnLine(document, last)
      ? `,${readLayout(document.text).newline}${indentationAt(document.text, last.start)}`
      : ', ';
  return setMember(document, entry, 'expect', `${JSON.stringify(decision)}${between}"by": ${JSON.stringify(by)}`);
}

/** The statement is named right behind the decision, wherever that stands. */
function addBehind(document: EditedDocument, expected: JsonNode, decision: Decision, by: string): readonly TextChange[] {
  const { text } = document;
  const between = isOnOwnLine(document, expected) ? `,${readLayout(text).newline}${indentationAt(text, expected.start)}` : ', ';
  const newText = `${JSON.stringify(decision)}${between}"by": ${JSON.stringify(by)}`;
  return [{ span: { start: expected.start, end: expected.end }, newText }];
}

/** Whether only one member stands on the line. */
function isOnOwnLine({ text }: EditedDocument, { start }: Span): boolean {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^\s*("[^"]*"\s*:\s*)?$/.test(line);
}

function inOrderOfText(changes: readonly TextChange[]): readonly TextChange[] {
  return [...changes].sort((a, b) => a.span.start - b.span.start);
}

function withBreaks(text: string, newline: string): string {
  return newline === '\n' ? text : text.replaceAll('\n', newline);
}
