import { hasWildcard, matchesPattern } from '../policy/wildcard';
import type { AccessLevel, ActionCounts } from './catalog';
import { accessLevels } from './catalogData';
import type { ServiceIndex } from './serviceIndex';
import { lowerBound, once } from './serviceIndex';
import { createTrigramIndex } from './trigramIndex';
import type { TrigramIndex } from './trigramIndex';

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
 * `*:*Tag*` a look at the names that hold its longest literal text.
 */
export function createActionExpansion(services: ReadonlyMap<string, () => ServiceIndex>): ActionExpansion {
  const everything = once(() => allNames(services));
  const names = createCache<readonly string[]>();
  const counts = createCache<ActionCounts>();

  const ofService = (prefix: string, name: string): readonly string[] => {
    const index = services.get(prefix)?.();
    if (index === undefined) return [];
    if (name === '*') return index.names();
    const lowerNames = index.lowerNames();
    const wild = name.search(/[*?]/);
    const from = wild < 0 ? name : name.slice(0, wild);
    // Everything with that beginning: nothing to match.
    if (wild >= 0 && /^\*+$/.test(name.slice(wild))) {
      return index.names().slice(lowerBound(lowerNames, from), lowerBound(lowerNames, `${from}\uffff`));
    }
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
    const lower = pattern.toLowerCase().replace(/\*{2,}/g, '*');
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

interface AllNames {
  /** Full names, service by service. */
  readonly names: readonly string[];
  readonly lowerNames: readonly string[];
  /** By runs of letters; made when first asked for. */
  readonly index: () => TrigramIndex;
}

function allNames(services: ReadonlyMap<string, () => ServiceIndex>): AllNames {
  const names: string[] = [];
  for (const index of services.values()) names.push(...index().names());
  const lowerNames = names.map((name) => name.toLowerCase());
  return { names, lowerNames, index: once(() => createTrigramIndex(lowerNames)) };
}

function searchNames(pattern: string, { names, lowerNames, index }: AllNames): readonly string[] {
  const literal = longestLiteral(pattern);
  // `*:*Tag*`: whatever has the text behind its colon.
  const isInner = pattern === `*:*${literal}*`;
  const found: string[] = [];
  const consider = (place: number): void => {
    const lower = lowerNames[place] ?? '';
    if (isInner ? lower.includes(literal, lower.indexOf(':') + 1) : matchesPattern(pattern, lower)) found.push(names[place] ?? '');
  };
  const candidates = index().candidates(literal);
  if (candidates === undefined) names.forEach((_, place) => consider(place));
  else for (let at = 0; at < candidates.length; at++) consider(candidates[at] ?? 0);
  return found;
}

/** The longest stretch of a pattern without wildcards. */
function longestLiteral(pattern: string): string {
  return pattern.split(/[*?]/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
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
