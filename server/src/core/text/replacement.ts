/** What one replacement makes of an earlier text: the characters from `start` to `oldEnd` became those from `start` to `newEnd`. */
export interface TextReplacement {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

const blockLengths = [16_384, 512] as const;

/** The smallest single replacement that turns one text into another; undefined when they are equal. */
export function replacementBetween(before: string, after: string): TextReplacement | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  const start = commonPrefix(before, after, shorter);
  const end = commonSuffix(before, after, shorter - start);
  return { start, oldEnd: before.length - end, newEnd: after.length - end };
}

/** Whole blocks first: comparing slices is many times faster than comparing characters. */
function commonPrefix(before: string, after: string, limit: number): number {
  let length = 0;
  for (const block of blockLengths) {
    while (length + block <= limit && before.slice(length, length + block) === after.slice(length, length + block)) length += block;
  }
  while (length < limit && before.charCodeAt(length) === after.charCodeAt(length)) length++;
  return length;
}

function commonSuffix(before: string, after: string, limit: number): number {
  let length = 0;
  const piece = (text: string, block: number): string => text.slice(text.length - length - block, text.length - length);
  for (const block of blockLengths) while (length + block <= limit && piece(before, block) === piece(after, block)) length += block;
  while (length < limit && before.charCodeAt(before.length - 1 - length) === after.charCodeAt(after.length - 1 - length)) length++;
  return length;
}
