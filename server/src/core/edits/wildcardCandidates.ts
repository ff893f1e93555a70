/** A pattern that could stand for several names of a service. */
export interface Candidate {
  readonly pattern: string;
  /** What is literal before its first wildcard. */
  readonly head: string;
  /** Places of the names that it was made from. */
  readonly places: readonly number[];
}

/** Patterns still to be tried, the one for most names first. */
export interface Candidates {
  /** The next pattern that stands for at least two of the open names; each is given once. */
  next(open: ReadonlySet<number>): Candidate | undefined;
}

interface CandidateOptions {
  /** Also patterns whose first word is a wildcard. */
  readonly anywhere: boolean;
  /** The lone `*` as well. */
  readonly everything: boolean;
}

/** Longer names have too many parts to try them all; no action has half as many words. */
const mostWords = 16;

/** The patterns that names have in common when they are cut between words: `Get*`, `Get*Tagging`, and with `anywhere` `*Tagging` and `*Object*`. */
export function createCandidates(names: readonly string[], { anywhere, everything }: CandidateOptions): Candidates {
  const places = new Map<string, number[]>();
  const add = (pattern: string, place: number) => {
    const known = places.get(pattern);
    if (known === undefined) places.set(pattern, [place]);
    else if (known[known.length - 1] !== place) known.push(place);
  };
  names.forEach((name, place) => {
    for (const pattern of patternsOf(name, anywhere)) add(pattern, place);
    if (everything) add('*', place);
  });
  return createQueue([...places].filter(([, found]) => found.length > 1).map(([pattern, found]) => toCandidate(pattern, found)));
}

function toCandidate(pattern: string, places: readonly number[]): Candidate {
  return { pattern, head: pattern.slice(0, pattern.indexOf('*')), places };
}

function* patternsOf(name: string, anywhere: boolean): Generator<string> {
  const wild = name.search(/[*?]/);
  const literal = wild < 0 ? name : name.slice(0, wild);
  const cuts = wordEnds(literal);
  // Of a wildcard only what stands before it: what it reaches beyond, a wider one must reach too.
  for (const end of cuts) yield `${literal.slice(0, end)}*`;
  if (wild >= 0) return;
  for (const start of cuts) {
    if (start === name.length) continue;
    if (anywhere) yield `*${name.slice(start)}`;
    for (const end of cuts) {
      if (end <= start) yield `${name.slice(0, end)}*${name.slice(start)}`;
      else if (anywhere) yield `*${name.slice(start, end)}*`;
    }
  }
}

/** Where words end: `GetBucketACL` → 3, 9, 12. */
function wordEnds(name: string): readonly number[] {
  const ends: number[] = [];
  for (let place = 1; place < name.length && ends.length < mostWords; place++) {
    const begins = isUpper(name, place) && (!isUpper(name, place - 1) || isLower(name, place + 1));
    if (begins) ends.push(place);
  }
  if (name.length > 0) ends.push(name.length);
  return ends;
}

function isUpper(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 65 && code <= 90;
}

function isLower(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 97 && code <= 122;
}

/**
 * Candidates by how many open names they stand for. That number only falls, so one that comes first and has kept its number is the
 * best; one that has lost some goes back to where it belongs now.
 */
function createQueue(candidates: readonly Candidate[]): Candidates {
  const most = candidates.reduce((largest, { places }) => Math.max(largest, places.length), 0);
  const byCount: Candidate[][] = Array.from({ length: most + 1 }, () => []);
  for (const candidate of candidates) byCount[candidate.places.length]?.push(candidate);
  // The last of a row is taken first.
  for (const row of byCount) row.sort((a, b) => compareReach(b, a));
  let count = most;
  return {
    next(open) {
      for (; count >= 2; count--) {
        const row = byCount[count] ?? [];
        for (let candidate = row.pop(); candidate !== undefined; candidate = row.pop()) {
          const left = candidate.places.filter((place) => open.has(place)).length;
          if (left === count) return candidate;
          if (left >= 2) insert(byCount[left] ?? [], candidate);
        }
      }
      return undefined;
    },
  };
}

function insert(row: Candidate[], candidate: Candidate): void {
  let place = row.length;
  while (place > 0 && compareReach(candidate, row[place - 1] ?? candidate) > 0) place--;
  row.splice(place, 0, candidate);
}

/** Of patterns for as many names, those with a verb, then those with fewer wildcards and longer literal text, reach least tomorrow. */
function compareReach(a: Candidate, b: Candidate): number {
  return (
    wildAtStart(a) - wildAtStart(b) ||
    countStars(a) - countStars(b) ||
    b.pattern.length - a.pattern.length ||
    (a.pattern < b.pattern ? -1 : 1)
  );
}

function wildAtStart({ pattern }: Candidate): number {
  return pattern.startsWith('*') ? 1 : 0;
}

function countStars({ pattern }: Candidate): number {
  return pattern.indexOf('*') === pattern.lastIndexOf('*') ? 1 : 2;
}
