/** How a document is laid out, as far as can be seen from it. */
export interface Layout {
  /** One step of indentation: a tab or some spaces. */
  readonly unit: string;
  readonly newline: '\n' | '\r\n';
  /** Everything stands on one line: nothing is put on lines of its own then. */
  readonly oneLine: boolean;
}

/** Lines longer than this are not made; what is longer already stays so. */
export const lineWidth = 100;

/** A document's layout shows in its first lines; looking at more would only cost time. */
const linesRead = 200;
const charactersRead = 64 * 1024;

/** Nobody lays lines of such length out: what begins them is not looked for. */
const longestLine = 4096;

/** The layout of a text; two spaces where nothing tells. */
export function readLayout(text: string): Layout {
  const head = text.slice(0, charactersRead);
  const firstBreak = head.indexOf('\n');
  const newline = firstBreak > 0 && head.charCodeAt(firstBreak - 1) === 0x0d ? '\r\n' : '\n';
  return { unit: indentationUnit(head), newline, oneLine: firstBreak < 0 || head.slice(firstBreak).trim() === '' };
}

/** The smallest step by which one line stands further in than the line before. */
function indentationUnit(text: string): string {
  let smallest = Infinity;
  let previous = 0;
  let start = 0;
  for (let line = 0; line < linesRead && start < text.length; line++) {
    const indentation = indentationFrom(text, start);
    const first = text.charCodeAt(start + indentation.length);
    if (!isLineBreak(first) && !Number.isNaN(first)) {
      if (indentation.startsWith('\t')) return '\t';
      const step = indentation.length - previous;
      if (step > 0 && step < smallest) smallest = step;
      previous = indentation.length;
    }
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return ' '.repeat(smallest >= 1 && smallest <= 8 ? smallest : 2);
}

function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** The blanks at the beginning of the line that an offset is on; none where the line is too long to be laid out. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return start === undefined ? '' : indentationFrom(text, start);
}

/** How far from its line's beginning an offset is, or farther than any line should reach. */
export function columnOf(text: string, offset: number): number {
  return offset - (lineStart(text, offset) ?? offset - longestLine);
}

function lineStart(text: string, offset: number): number | undefined {
  const from = Math.max(0, offset - longestLine);
  const found = text.slice(from, offset).lastIndexOf('\n');
  return found < 0 && from > 0 ? undefined : from + found + 1;
}

function indentationFrom(text: string, start: number): string {
  let end = start;
  while (text.charCodeAt(end) === 0x20 || text.charCodeAt(end) === 0x09) end++;
  return text.slice(start, end);
}
