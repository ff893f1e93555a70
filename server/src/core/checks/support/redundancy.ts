/** One value of a list that another of them makes needless. */
export interface Redundancy {
  readonly index: number;
  readonly coveredBy: number;
}

/** What a value of a list, which may hold wildcards, is compared by. */
export interface ListedPattern {
  readonly text: string;
  /** `hashOf` the text. */
  readonly hash: number;
  /** Where the first wildcard stands, or -1. */
  readonly wildcard: number;
}

interface Listed {
  readonly name: ListedPattern;
}

/** More comparisons than this are not worth a suggestion; no list written by people comes near. */
const maximumComparisons = 200_000;

/** A number for a text. That of a longer text goes on from that of its beginning, so that one pass gives those of all beginnings. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/**
 * The values that another value of the same list covers (given by their places); of equal ones, all but the first. Values are looked
 * up by the text before a pattern's first wildcard, so a long list of plain values costs its length.
 */
export function redundancies(values: readonly Listed[], covers: (pattern: number, other: number) => boolean): readonly Redundancy[] {
  if (values.length < 2) return none;
  const first = firstEqual(values);
  const patterns = patternsByBeginning(values, first);
  if (first === undefined && patterns.length === 0) return none;
  const longest = patterns.reduce((length, group) => Math.max(length, group.length), 0);
  const hashes = new Int32Array(longest + 1);
  const found: Redundancy[] = [];
  let comparisons = 0;
  const coverOf = (index: number, text: string): number | undefined => {
    hashBeginnings(text, longest, hashes);
    for (const { length, byHash } of patterns) {
      if (length > text.length) continue;
      for (const candidate of byHash.get(hashes[length] ?? 0) ?? []) {
        if (candidate === index || (comparisons += 1) > maximumComparisons || !covers(candidate, index)) continue;
        // Two patterns that cover each other are one: the first stays.
        if (candidate < index || !covers(index, candidate)) return candidate;
      }
    }
    return undefined;
  };
  for (let index = 0; index < values.length; index++) {
    const same = first?.[index] ?? index;
    const coveredBy = same === index ? coverOf(index, values[index]?.name.text ?? '') : same;
    if (coveredBy !== undefined) found.push({ index, coveredBy });
  }
  return found;
}

const none: readonly Redundancy[] = [];

/** For each value the place of the first that equals it; undefined when all differ, as they mostly do. */
function firstEqual(values: readonly Listed[]): readonly number[] | undefined {
  if (haveDifferentHashes(values)) return undefined;
  const places = new Map<string, number>();
  return values.map(({ name: { text } }, index) => {
    const place = places.get(text);
    if (place === undefined) places.set(text, index);
    return place ?? index;
  });
}

function haveDifferentHashes(values: readonly Listed[]): boolean {
  if (values.length > 16) {
    const hashes = new Set<number>();
    for (const { name } of values) hashes.add(name.hash);
    return hashes.size === values.length;
  }
  // A set for each short list would cost more than all its comparisons.
  for (let index = 1; index < values.length; index++) {
    const hash = values[index]?.name.hash;
    for (let before = 0; before < index; before++) if (values[before]?.name.hash === hash) return false;
  }
  return true;
}

/** The patterns whose text before the first wildcard has one length, by the hash of that text. */
interface PatternGroup {
  readonly length: number;
  readonly byHash: Map<number, number[]>;
}

const noGroups: readonly PatternGroup[] = [];

/** In order of appearance. */
function patternsByBeginning(values: readonly Listed[], first: readonly number[] | undefined): readonly PatternGroup[] {
  // Most lists have no pattern at all.
  if (values.every(({ name }) => name.wildcard < 0)) return noGroups;
  const groups = new Map<number, PatternGroup>();
  for (let index = 0; index < values.length; index++) {
    const value = values[index]?.name;
    if (value === undefined || value.wildcard < 0 || (first !== undefined && first[index] !== index)) continue;
    const length = value.wildcard;
    let group = groups.get(length);
    if (group === undefined) groups.set(length, (group = { length, byHash: new Map() }));
    const hash = hashOf(value.text.slice(0, length));
    const list = group.byHash.get(hash);
    if (list === undefined) group.byHash.set(hash, [index]);
    else list.push(index);
  }
  return [...groups.values()];
}

/** Writes the hash of each beginning of a text into a list, by length. */
function hashBeginnings(text: string, longest: number, hashes: Int32Array): void {
  const length = Math.min(text.length, longest);
  let hash = 0;
  for (let index = 0; index < length; index++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
    hashes[index + 1] = hash;
  }
}
