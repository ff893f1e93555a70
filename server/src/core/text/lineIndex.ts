/** A place in a text; both from 0, characters in UTF-16 code units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Where each line of a text begins: offsets to lines and characters. */
export interface LineIndex {
  positionAt(offset: number): LinePosition;
}

/** Lines end with `\n`, `\r\n` or `\r`, as in editors. */
export function createLineIndex(text: string): LineIndex {
  const starts = text.includes('\r') ? startsOf(text) : startsBehind('\n', text);
  return {
    positionAt(offset) {
      const wanted = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= wanted) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: wanted - (starts[low] ?? 0) };
    },
  };
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) starts.push(index + 1);
  }
  return starts;
}

/** The same where there is one way to end a line: much less than a look at each character. */
function startsBehind(end: string, text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) starts.push(at + 1);
  return starts;
}
