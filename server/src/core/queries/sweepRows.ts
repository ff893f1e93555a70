/** Rows of equal length that grow in number. */
export interface Rows {
  bytes: Uint8Array;
  count: number;
  readonly width: number;
}

/** No row yet, each of a width. */
export function createRows(width: number): Rows {
  return { bytes: new Uint8Array(Math.max(width, 1) * 64), count: 0, width };
}

/** Makes room for one more row, and says which it is. */
export function addRow(rows: Rows): number {
  const needed = (rows.count + 1) * rows.width;
  if (needed > rows.bytes.length) {
    const grown = new Uint8Array(Math.max(needed, rows.bytes.length * 2));
    grown.set(rows.bytes);
    rows.bytes = grown;
  }
  return rows.count++;
}
