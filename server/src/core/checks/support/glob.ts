/** How often a pair of patterns may be stepped through, its lengths added up, before the answer is no. Patterns of people need two or three. */
const maximumRounds = 16;

/**
 * Whether every text that one pattern matches is matched by another as well, as far as `*` and `?` alone tell. Both patterns are read
 * in one walk of two pointers; hostile ones, which would cost their lengths multiplied, are given up.
 */
export function covers(pattern: string, other: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let steps = maximumRounds * (pattern.length + other.length);
  for (let index = 0; index < other.length;) {
    const wanted = at < pattern.length ? pattern.charCodeAt(at) : -1;
    const given = other.charCodeAt(index);
    if (wanted === codeOfStar) {
      star = at;
      resume = index;
      at += 1;
    } else if (wanted >= 0 && (wanted === given || (wanted === codeOfOne && given !== codeOfStar))) {
      at += 1;
      index += 1;
    } else if (star >= 0 && steps > 0) {
      resume += 1;
      index = resume;
      at = star + 1;
    } else return false;
    steps -= 1;
  }
  while (at < pattern.length && pattern.charCodeAt(at) === codeOfStar) at += 1;
  return at === pattern.length;
}

const codeOfStar = 42;
const codeOfOne = 63;
