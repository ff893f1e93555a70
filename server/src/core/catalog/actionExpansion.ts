import { hasWildcard, matchesPattern } from '../policy/wildcard';
import type { AccessLevel, ActionCounts } from './catalog';
import { accessLevels } from './catalogData';
import type { ServiceIndex } from './serviceIndex';
import { lowerBound, once } from './serviceIndex';

/** Answers which actions a pattern means. */
export interface ActionExpansion {
  expand(pattern: string): readonly string[];
  /** Whether a pattern means any. */
  matches(pattern: string): boolean;
  count(pattern: string): ActionCounts;
}

/** How many patterns keep their answers; beyond it the oldest go. */
const cacheSize = 512;

/**
 * Action patterns over all services. `s3:Get*` is a binary search, a pattern with a literal service a walk over that service, and
 * `*:*Tag*` a search for its longest literal text in one joined string.
 */
export function createActionExpansion(services: ReadonlyMap<string, () => ServiceIndex>): ActionExpansion {
  const everything = once(() => joinNames(services));
  const names = createCache<readonly string[]>();
  const counts = createCache<ActionCounts>();

  const ofService = (prefix: string, name: string): readonly string[] => {
    const index = services.get(prefix)?.();
    if (index === undefined) return [];
    if (name === '*') return index.names();
    const lowerNames = index.lowerNames();
    const wild = name.search(/[*?]/);
    const from = wild < 0 ? name : name.slice(0, wild);
    const found: string[] = [];
    for (let place = lowerBound(lowerNames, from); place < lowerNames.length; place++) {
      const lowerName = lowerNames[place] ?? '';
      if (!lowerName.startsWith(from)) break;
      const full = index.names()[place];
      if (full !== undefined && matchesPattern(name, lowerName)) found.push(full);
    }
    return found;
  };

  const ofPattern = (pattern: string): readonly string[] => {
    const lower = pattern.toLowerCase();
    const colon = lower.indexOf(':');
    const prefix = lower.slice(0, colon);
    if (colon >= 0 && !hasWildcard(prefix)) return ofService(prefix, lower.slice(colon + 1));
    if (/^\*+(:\*+)?$/.test(lower)) return everything().names;
    return searchNames(lower, everything());
  };

  const matches = (pattern: string): boolean => {
    const lower = pattern.toLowerCase();
    const colon = lower.indexOf(':');
    const prefix = lower.slice(0, Math.max(colon, 0));
    if (colon < 0 || hasWildcard(prefix)) return expand(pattern).length > 0;
    const index = services.get(prefix)?.();
    return index !== undefined && matchesOne(lower.slice(colon + 1), index.lowerNames());
  };

  const expand = (pattern: string) => names(pattern, ofPattern);
  return {
    expand,
    matches,
    count: (pattern) => counts(pattern, () => countByLevel(expand(pattern), services)),
  };
}

function matchesOne(name: string, lowerNames: readonly string[]): boolean {
  const wild = name.search(/[*?]/);
  const from = wild < 0 ? name : name.slice(0, wild);
  for (let place = lowerBound(lowerNames, from); place < lowerNames.length; place++) {
    const lowerName = lowerNames[place] ?? '';
    if (!lowerName.startsWith(from)) return false;
    if (matchesPattern(name, lowerName)) return true;
  }
  return false;
}

interface JoinedNames {
  /** Full names, service by service. */
  readonly names: readonly string[];
  /** The same in lower case, each after a line feed. */
  readonly text: string;
  /** Where each begins in the text. */
  readonly starts: readonly number[];
}

function joinNames(services: ReadonlyMap<string, () => ServiceIndex>): JoinedNames {
  const names: string[] = [];
  for (const index of services.values()) names.push(...index().names());
  const starts: number[] = [];
  let at = 1;
  for (const name of names) {
    starts.push(at);
    at += name.length + 1;
  }
  return { names, text: `\n${names.join('\n')}\n`.toLowerCase(), starts };
}

function searchNames(pattern: string, all: JoinedNames): readonly string[] {
  const literal = longestLiteral(pattern);
  const found: string[] = [];
  const consider = (place: number) => {
    const start = all.starts[place] ?? 0;
    const name = all.names[place] ?? '';
    if (matchesPattern(pattern, all.text.slice(start, start + name.length))) found.push(name);
  };
  if (literal === '') {
    all.names.forEach((_, place) => consider(place));
    return found;
  }
  for (let at = all.text.indexOf(literal); at >= 0;) {
    const place = lastNotAfter(all.starts, at);
    consider(place);
    at = all.text.indexOf(literal, (all.starts[place] ?? 0) + (all.names[place] ?? '').length);
  }
  return found;
}

/** The longest stretch of a pattern without wildcards. */
function longestLiteral(pattern: string): string {
  return pattern.split(/[*?]/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/** The last place of sorted numbers that is not after a number. */
function lastNotAfter(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countByLevel(names: readonly string[], services: ReadonlyMap<string, () => ServiceIndex>): ActionCounts {
  const counts: Record<AccessLevel, number> = { list: 0, read: 0, write: 0, tagging: 0, permissions: 0 };
  let index: ServiceIndex | undefined;
  let place = 0;
  for (const name of names) {
    if (index === undefined || !name.startsWith(`${index.service.prefix}:`)) {
      index = services.get(name.slice(0, name.indexOf(':')).toLowerCase())?.();
      place = 0;
    }
    if (index === undefined) continue;
    // Both lists are in the same order.
    while (place < index.names().length && index.names()[place] !== name) place++;
    counts[index.level(place)]++;
  }
  return { ...counts, total: accessLevels.reduce((sum, level) => sum + counts[level], 0) };
}

/** Remembers answers by key, the first asked forgotten first. */
function createCache<T>(): (key: string, compute: (key: string) => T) => T {
  const answers = new Map<string, { readonly value: T }>();
  return (key, compute) => {
    const known = answers.get(key);
    if (known !== undefined) return known.value;
    const value = compute(key);
    if (answers.size >= cacheSize) {
      const [oldest] = answers.keys();
      if (oldest !== undefined) answers.delete(oldest);
    }
    answers.set(key, { value });
    return value;
  };
}
