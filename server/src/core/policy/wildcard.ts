/**
 * A pattern of the policy language, ready to match: `*` stands for any run of characters, `?` for exactly one.
 * Most patterns are one of the three cheap kinds.
 */
export type Wildcard =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'glob'; readonly text: string };

const any: Wildcard = { kind: 'any' };

// A star that is meant literally (`${*}`, or one inside a substituted value) travels as a private-use character, which a policy
// cannot hold: IAM admits U+0009, U+000A, U+000D and U+0020–U+00FF only.
const literalStar = '\uE000';
const literalOne = '\uE001';
const codeOfStar = 42;
const codeOfOne = 63;
const codeOfLiteralStar = 0xe000;
const codeOfLiteralOne = 0xe001;

/** A text as a pattern that matches exactly that text: its stars and question marks are no wildcards. */
export function escapeWildcards(text: string): string {
  return text.includes('*') || text.includes('?') ? text.replaceAll('*', literalStar).replaceAll('?', literalOne) : text;
}

/** The text that an escaped pattern without wildcards stands for. */
export function unescapeWildcards(pattern: string): string {
  return pattern.includes(literalStar) || pattern.includes(literalOne)
    ? pattern.replaceAll(literalStar, '*').replaceAll(literalOne, '?')
    : pattern;
}

/** A pattern, made ready to match many texts. */
export function compileWildcard(pattern: string): Wildcard {
  const star = pattern.indexOf('*');
  const one = pattern.indexOf('?');
  if (star < 0 && one < 0) return { kind: 'exact', text: unescapeWildcards(pattern) };
  if (one >= 0) return { kind: 'glob', text: pattern };
  const end = trailingStars(pattern);
  if (star < end) return { kind: 'glob', text: pattern };
  return end === 0 ? any : { kind: 'prefix', text: unescapeWildcards(pattern.slice(0, end)) };
}

/** Where the run of stars at the end of a pattern begins. */
function trailingStars(pattern: string): number {
  let end = pattern.length;
  while (end > 0 && pattern.charCodeAt(end - 1) === codeOfStar) end--;
  return end;
}

/** Whether a pattern matches the whole text, with regard to case. */
export function matchWildcard(wildcard: Wildcard, text: string): boolean {
  switch (wildcard.kind) {
    case 'any':
      return true;
    case 'exact':
      return wildcard.text === text;
    case 'prefix':
      return beginsWith(text, wildcard.text);
    case 'glob':
      return matchesPattern(wildcard.text, text);
  }
}

// V8 answers `indexOf` in half the time of `startsWith`; but it looks on where the beginning differs, so only in short texts.
const longestShortText = 256;

function beginsWith(text: string, beginning: string): boolean {
  return text.length <= longestShortText ? text.indexOf(beginning) === 0 : text.startsWith(beginning);
}

/**
 * Whether a pattern matches the whole text. Two pointers walk along and step back to the last star only, so a hostile
 * pattern (`*a*a*a*…`) cannot make it blow up as a regular expression would.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (t < text.length) {
    const code = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (code === codeOfStar) {
      starAt = p++;
      resumeAt = t;
    } else if (code === codeOfOne || (code >= 0 && code === text.charCodeAt(t)) || matchesEscaped(code, text.charCodeAt(t))) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === codeOfStar) p++;
  return p === pattern.length;
}

function matchesEscaped(patternCode: number, textCode: number): boolean {
  return (patternCode === codeOfLiteralStar && textCode === codeOfStar) || (patternCode === codeOfLiteralOne && textCode === codeOfOne);
}

/** Whether a text holds a wildcard at all. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** Whether every text that `narrow` matches is matched by `wide` too. */
export function coversPattern(wide: string, narrow: string): boolean {
  // Read `narrow` as a text: a star of it can only be swallowed by a star of `wide`, its `?` by a `?` or a star.
  let p = 0;
  let t = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (t < narrow.length) {
    const code = p < wide.length ? wide.charCodeAt(p) : -1;
    const other = narrow.charCodeAt(t);
    if (code === codeOfStar) {
      starAt = p++;
      resumeAt = t;
    } else if (other !== codeOfStar && (code === codeOfOne || code === other)) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (p < wide.length && wide.charCodeAt(p) === codeOfStar) p++;
  return p === wide.length;
}

/** Whether some text is matched by both patterns. */
export function patternsOverlap(a: string, b: string): boolean {
  // reachable[j]: the first i characters of `a` and the first j of `b` can stand for the same text.
  let reachable = [true];
  for (let j = 1; j <= b.length; j++) reachable.push(reachable[j - 1] === true && b.charCodeAt(j - 1) === codeOfStar);
  for (let i = 1; i <= a.length; i++) {
    const codeA = a.charCodeAt(i - 1);
    const next = [reachable[0] === true && codeA === codeOfStar];
    for (let j = 1; j <= b.length; j++) {
      const codeB = b.charCodeAt(j - 1);
      const star = codeA === codeOfStar || codeB === codeOfStar;
      const same = codeA === codeB || codeA === codeOfOne || codeB === codeOfOne;
      next.push(star ? reachable[j] === true || next[j - 1] === true : same && reachable[j - 1] === true);
    }
    reachable = next;
  }
  return reachable[b.length] === true;
}
