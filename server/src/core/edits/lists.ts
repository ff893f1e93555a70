import type { TextChange } from '../checks/check';
import type { ArrayNode, JsonNode } from '../syntax/nodes';

import { isSound } from './document';
import type { EditedDocument } from './document';
import { plainEntry, readEntries, writeOnLines, writeOnOneLine } from './entries';
import type { Entries, EntriesStyle, Entry } from './entries';
import { columnOf, indentationAt, lineWidth, readLayout } from './layout';
import type { Layout } from './layout';

/** The entries of a value that may be a list: a lone value is a list of one. */
export function entriesOf(document: EditedDocument, value: JsonNode): Entries {
  if (value.kind === 'array') return readEntries(document, value);
  return { entries: [plainEntry(document.text.slice(value.start, value.end))], opening: [], closing: [], multiline: false };
}

/** The strings of a value that may be a list; undefined when it holds anything else, or is not whole. */
export function stringsOf(document: EditedDocument, value: JsonNode | undefined): readonly string[] | undefined {
  if (value === undefined || !isSound(document, value)) return undefined;
  const nodes = value.kind === 'array' ? value.items : [value];
  const strings = nodes.flatMap((node) => (node.kind === 'string' ? [node.text] : []));
  return strings.length === nodes.length ? strings : undefined;
}

/** Writes other entries in the place of a value, laid out as the list was; a lone value that stays alone stays without brackets. */
export function replaceEntries(document: EditedDocument, value: JsonNode, entries: readonly Entry[]): TextChange {
  const [only] = entries;
  const newText =
    value.kind !== 'array' && entries.length === 1 && only !== undefined && only.before.length + only.after.length === 0
      ? only.text
      : writeList(document, value, { ...entriesOf(document, value), entries });
  return { span: { start: value.start, end: value.end }, newText };
}

/** A list in the place of a value: on lines of its own where it was so, or where it would be too long for one. */
export function writeList(document: EditedDocument, value: JsonNode, entries: Entries): string {
  const { text } = document;
  const layout = readLayout(text);
  const style: EntriesStyle = {
    brackets: '[]',
    newline: layout.newline,
    ...indentations(text, value, layout),
    ...spacing(text, value),
  };
  const line = entries.multiline ? undefined : writeOnOneLine(entries, style);
  if (line === undefined) return writeOnLines(entries, style);
  const column = columnOf(text, value.start);
  const wasTooLong = value.kind === 'array' && column + value.end - value.start > lineWidth;
  return layout.oneLine || wasTooLong || column + line.length <= lineWidth ? line : writeOnLines(entries, style);
}

/** As the list has them; as the document would have them where it stands on one line. */
function indentations(text: string, value: JsonNode, { unit }: Layout): Pick<EntriesStyle, 'indentation' | 'inner'> {
  const indentation = indentationAt(text, value.start);
  const [first] = value.kind === 'array' ? value.items : [];
  const isOnOwnLine = first !== undefined && text.slice(value.start, first.start).includes('\n');
  return { indentation, inner: isOnOwnLine ? indentationAt(text, first.start) : indentation + unit };
}

/** The blanks that a list on one line has inside its brackets and behind its commas. */
function spacing(text: string, value: JsonNode): Pick<EntriesStyle, 'padding' | 'gap'> {
  const compact = { padding: '', gap: text.charCodeAt(value.start - 1) === 0x3a ? '' : ' ' };
  if (value.kind !== 'array') return compact;
  const padding = text.charCodeAt(value.start + 1) === 0x20 && value.items.length > 0 ? ' ' : '';
  return { padding, gap: gapOf(text, value) ?? compact.gap };
}

function gapOf(text: string, { items: [first, second] }: ArrayNode): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  return /^,([ \t]*)$/.exec(text.slice(first.end, second.start))?.[1];
}
