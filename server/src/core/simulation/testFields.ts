import type { ContextValue } from '../evaluation/request';
import type { JsonNode, MemberNode } from '../syntax/nodes';
import { itemsOf, valueOf } from '../syntax/queries';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

/** Takes trouble with a test file, at its place. */
export type Report = (span: Span, code: string, said: Message) => void;

/** Reports members that are none of the names, with the nearest name. */
export function expectMembers(members: readonly MemberNode[], names: readonly string[], report: Report): void {
  for (const { key } of members) {
    if (names.includes(key.text)) continue;
    const [near] = nearestNames(key.text, names, 1);
    const unknown = message('unknown field `{0}`', key.text);
    report(key, 'unknown-field', near === undefined ? unknown : message('{0}; did you mean {1}?', unknown, `\`${near}\``));
  }
}

/** The member of that name, if it is a string; anything else there is reported. */
export function readString(node: JsonNode, name: string, report: Report) {
  const value = valueOf(node, name);
  if (value === undefined || value.kind === 'string') return value;
  report(value, 'wrong-type', message('`{0}` must be a string', name));
  return undefined;
}

/** The member of that name, if it is true or false; anything else there is reported. */
export function readBoolean(node: JsonNode, name: string, report: Report): boolean | undefined {
  const value = valueOf(node, name);
  if (value === undefined || value.kind === 'boolean') return value?.value;
  report(value, 'wrong-type', message('`{0}` must be true or false', name));
  return undefined;
}

/** A member that is a string or a list of such; what is none is reported and left out. */
export function readStrings(node: JsonNode, name: string, report: Report): readonly string[] {
  return itemsOf(valueOf(node, name)).flatMap((item) => {
    if (item.kind === 'string') return [item.text];
    report(item, 'wrong-type', message('`{0}` must hold strings only', name));
    return [];
  });
}

/** The member `context`: keys with a value or a list of values; what is none is reported and left out. */
export function readContext(node: JsonNode, report: Report): Readonly<Record<string, ContextValue>> {
  const value = valueOf(node, 'context');
  if (value === undefined) return {};
  if (value.kind !== 'object') {
    report(value, 'wrong-type', message('`{0}` must be an object', 'context'));
    return {};
  }
  return Object.fromEntries(value.members.flatMap((member) => readContextEntry(member, report)));
}

function readContextEntry({ key, value }: MemberNode, report: Report): readonly (readonly [string, ContextValue])[] {
  if (value?.kind === 'array') {
    return [[key.text, value.items.flatMap((item) => scalar(item) ?? [])]];
  }
  const read = value === undefined ? undefined : scalar(value);
  if (read !== undefined) return [[key.text, read]];
  report(value ?? key, 'wrong-type', message('a context value is a string, a number, true or false, or a list of such'));
  return [];
}

function scalar(node: JsonNode): string | number | boolean | undefined {
  switch (node.kind) {
    case 'string':
      return node.text;
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.value;
    default:
      return undefined;
  }
}
