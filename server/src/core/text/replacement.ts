/** What one replacement makes of an earlier text: the characters from `start` to `oldEnd` became those from `start` to `newEnd`. */
export interface TextReplacement {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

const blockLength = 1024;

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
  while (length + blockLength <= limit && before.slice(length, length + blockLength) === after.slice(length, length + blockLength)) {
    length += blockLength;
  }
  while (length < limit && before.charCodeAt(length) === after.charCodeAt(length)) length++;
  return length;
}

function commonSuffix(before: string, after: string, limit: number): number {
  let length = 0;
  const block = (text: string): string => text.slice(text.length - length - blockLength, text.length - length);
  while (length + blockLength <= limit && block(before) === block(after)) length += blockLength;
  while (length < limit && before.charCodeAt(before.length - 1 - length) === after.charCodeAt(after.length - 1 - length)) length++;
  return length;
}
