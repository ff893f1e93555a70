import type { JsonNode, StringNode } from '../syntax/nodes';
import { indexInString, nodeAt, offsetInString, statementsOf, textOf } from '../syntax/queries';
import type { JsonPath } from '../syntax/queries';
import type { Span } from '../text/span';

/** Where in a policy a cursor stands; what may be written there follows from it. */
export type CursorPlace =
  | { readonly kind: 'topElement' }
  | { readonly kind: 'statementElement'; readonly statement: number }
  | { readonly kind: 'principalType'; readonly statement: number }
  | { readonly kind: 'conditionOperator'; readonly statement: number }
  | { readonly kind: 'conditionKey'; readonly statement: number; readonly operator: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'statement' }
  | { readonly kind: 'id' }
  | { readonly kind: 'sid'; readonly statement: number }
  | { readonly kind: 'effect'; readonly statement: number }
  | { readonly kind: 'action'; readonly statement: number; readonly negated: boolean }
  | { readonly kind: 'resource'; readonly statement: number; readonly negated: boolean }
  | { readonly kind: 'principal'; readonly statement: number; readonly type: string | undefined }
  | { readonly kind: 'conditionValue'; readonly statement: number; readonly operator: string; readonly key: string };

/** A cursor: its place in the policy, what is typed there, and what an answer would replace. */
export interface PolicyCursor {
  readonly place: CursorPlace;
  /** True where an object's key is wanted (or stands). */
  readonly isKey: boolean;
  /** The string the cursor is in; undefined where nothing, or no string, is written. */
  readonly string: StringNode | undefined;
  /** The decoded text before and after the cursor, within the string or the bare word. */
  readonly before: string;
  readonly after: string;
  /** Between the quotes of the string; a bare word; or nothing, at the cursor. */
  readonly replace: Span;
  /** Names beside the cursor: keys of the same object or items of the same list, without the one the cursor is in. */
  readonly siblings: readonly string[];
}

/** What stands at an offset of a policy, however broken; undefined where a policy has nothing to say. */
export function cursorAt(text: string, root: JsonNode | undefined, offset: number): PolicyCursor | undefined {
  const found = nodeAt(root, offset);
  const container = found.parents[found.parents.length - 1];
  if (found.node !== undefined && found.node.kind !== 'string') return undefined;
  // Behind the closing quote there is nothing to complete but the next comma.
  const behind = found.node?.kind === 'string' && found.node.unclosed !== true && offset === found.node.end;
  const string = found.node?.kind === 'string' && !behind && offset > found.node.start ? found.node : undefined;
  if (found.node !== undefined && string === undefined) return undefined;
  const isKey =
    found.keyOf !== undefined || (string === undefined && container?.kind === 'object' && found.path.length === found.parents.length - 1);
  const place = placeOf(isKey && found.keyOf !== undefined ? found.path.slice(0, -1) : found.path, isKey);
  if (place === undefined) return undefined;
  const typed = string === undefined ? bareWord(text, offset) : partsOf(string, offset);
  return { place, isKey, string, ...typed, siblings: siblingsOf(container, string) };
}

/** The place that a path leads to. For a key, the path is that of the object it belongs to. */
function placeOf(path: JsonPath, isKey: boolean): CursorPlace | undefined {
  const [top, ...rest] = path;
  if (top === undefined) return isKey ? { kind: 'topElement' } : undefined;
  if (top === 'Version') return isKey ? undefined : { kind: 'version' };
  if (top === 'Id') return isKey ? undefined : { kind: 'id' };
  if (top !== 'Statement') return undefined;
  const listed = typeof rest[0] === 'number';
  const statement = listed ? Number(rest[0]) : 0;
  const inStatement = listed ? rest.slice(1) : rest;
  // In the list itself, between two statements.
  if (!isKey && inStatement.length === 0) return { kind: 'statement' };
  return placeInStatement(statement, inStatement, isKey);
}

function placeInStatement(statement: number, path: JsonPath, isKey: boolean): CursorPlace | undefined {
  const [element, second, third] = path;
  if (isKey) {
    if (element === undefined) return { kind: 'statementElement', statement };
    if (second === undefined && (element === 'Principal' || element === 'NotPrincipal')) return { kind: 'principalType', statement };
    if (element !== 'Condition' || third !== undefined) return undefined;
    return second === undefined ? { kind: 'conditionOperator', statement } : { kind: 'conditionKey', statement, operator: String(second) };
  }
  switch (element) {
    case 'Sid':
      return { kind: 'sid', statement };
    case 'Effect':
      return { kind: 'effect', statement };
    case 'Action':
    case 'NotAction':
      return { kind: 'action', statement, negated: element === 'NotAction' };
    case 'Resource':
    case 'NotResource':
      return { kind: 'resource', statement, negated: element === 'NotResource' };
    case 'Principal':
    case 'NotPrincipal':
      return { kind: 'principal', statement, type: typeof second === 'string' ? second : undefined };
    case 'Condition':
      if (typeof second !== 'string' || typeof third !== 'string') return undefined;
      return { kind: 'conditionValue', statement, operator: second, key: third };
    default:
      return undefined;
  }
}

function partsOf(string: StringNode, offset: number): Pick<PolicyCursor, 'before' | 'after' | 'replace'> {
  const index = indexInString(string, offset);
  return {
    before: string.text.slice(0, index),
    after: string.text.slice(index),
    replace: { start: string.start + 1, end: string.unclosed === true ? string.end : offsetInString(string, string.text.length) },
  };
}

/** What people type before they type the quote. */
function bareWord(text: string, offset: number): Pick<PolicyCursor, 'before' | 'after' | 'replace'> {
  let start = offset;
  while (start > 0 && /[\w:*?.-]/.test(text.charAt(start - 1))) start--;
  return { before: text.slice(start, offset), after: '', replace: { start, end: offset } };
}

function siblingsOf(container: JsonNode | undefined, string: StringNode | undefined): readonly string[] {
  if (container?.kind === 'object') return container.members.flatMap(({ key }) => (key === string ? [] : [key.text]));
  if (container?.kind === 'array') return container.items.flatMap((item) => (item === string || item.kind !== 'string' ? [] : [item.text]));
  return [];
}

/** The action patterns of a statement as written, for ranking what belongs to them; none for `NotAction`. */
export function actionsOfStatement(root: JsonNode | undefined, statement: number): readonly string[] {
  const node = statementsOf(root)[statement];
  if (node?.kind !== 'object') return [];
  const single = textOf(node, 'Action');
  if (single !== undefined) return [single];
  const list = node.members.find((member) => member.key.text === 'Action')?.value;
  return list?.kind === 'array' ? list.items.flatMap((item) => (item.kind === 'string' && item.text !== '' ? [item.text] : [])) : [];
}
