/**
 * Whether every text that one pattern matches is matched by another as well, as far as `*` and `?` alone tell. Both patterns are read
 * in one walk of two pointers, so hostile ones cost no more than their lengths multiplied.
 */
export function covers(pattern: string, other: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < other.length;) {
    const wanted = pattern[at];
    const given = other[index];
    if (wanted === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (wanted !== undefined && (wanted === given || (wanted === '?' && given !== '*'))) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resume += 1;
      index = resume;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
