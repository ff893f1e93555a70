/** Whether a pattern with `*` (any text) and `?` (one character) matches a text; a linear walk, case as given. */
export function matchesGlob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      resume = t;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether some text matches both patterns. */
export function globsOverlap(a: string, b: string): boolean {
  // Row by row over `a`: which prefixes of `b` some common text can reach.
  let reached: boolean[] = [true];
  for (let column = 0; column < b.length; column++) reached.push(reached[column] === true && b[column] === '*');
  for (const wanted of a) {
    const next: boolean[] = [wanted === '*' && reached[0] === true];
    for (let column = 0; column < b.length; column++) {
      const other = b[column];
      const same = wanted === '?' || other === '?' || wanted === other;
      next.push(
        (wanted === '*' && (reached[column + 1] === true || next[column] === true)) ||
          (other === '*' && (next[column] === true || reached[column + 1] === true)) ||
          (wanted !== '*' && other !== '*' && same && reached[column] === true),
      );
    }
    reached = next;
  }
  return reached[b.length] === true;
}

/** The longest stretch of a pattern without wildcards. */
export function longestLiteral(pattern: string): string {
  return pattern.split(/[*?]/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
