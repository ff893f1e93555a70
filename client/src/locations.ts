import { Range, Selection, TabInputText, Uri, ViewColumn, window } from 'vscode';
import type { TextEditor } from 'vscode';

import type { Location, Range as PlainRange } from '../../server/src/protocol/requests';

/** A protocol range as VS Code's own. */
export function toRange(range: PlainRange): Range {
  return new Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** Shows a place in its editor, where the document is open already if it is; `avoid` is the column of a panel that must stay in sight. */
export async function revealLocation(location: Location, avoid?: ViewColumn): Promise<TextEditor> {
  const uri = Uri.parse(location.uri, true);
  const range = toRange(location.range);
  const editor = await window.showTextDocument(uri, {
    selection: new Selection(range.start, range.end),
    viewColumn: columnOf(uri) ?? freeColumn(avoid),
  });
  return editor;
}

function columnOf(uri: Uri): ViewColumn | undefined {
  const wanted = uri.toString();
  const group = window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === wanted),
  );
  return group?.viewColumn;
}

function freeColumn(avoid: ViewColumn | undefined): ViewColumn {
  if (avoid === undefined) return ViewColumn.Active;
  const other = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== avoid);
  return other?.viewColumn ?? ViewColumn.Beside;
}

/** A command's argument as a location: `{ uri, range }`; commands are called by anybody with anything. */
export function readLocation(value: unknown): Location | undefined {
  if (typeof value !== 'object' || value === null || !('uri' in value) || !('range' in value)) return undefined;
  const range = readRange(value.range);
  const uri = value.uri instanceof Uri ? value.uri.toString() : value.uri;
  return typeof uri === 'string' && range !== undefined ? { uri, range } : undefined;
}

function readRange(value: unknown): PlainRange | undefined {
  if (typeof value !== 'object' || value === null || !('start' in value) || !('end' in value)) return undefined;
  const [start, end] = [readPosition(value.start), readPosition(value.end)];
  return start !== undefined && end !== undefined ? { start, end } : undefined;
}

function readPosition(value: unknown): { line: number; character: number } | undefined {
  if (typeof value !== 'object' || value === null || !('line' in value) || !('character' in value)) return undefined;
  const { line, character } = value;
  return typeof line === 'number' && typeof character === 'number' ? { line, character } : undefined;
}
