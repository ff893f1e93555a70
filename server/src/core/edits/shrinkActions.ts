import type { Catalog } from '../catalog/catalog';
import { coversPattern, hasWildcard, matchesPattern } from '../policy/wildcard';

import { createCandidates } from './wildcardCandidates';
import type { Candidate } from './wildcardCandidates';

/** How freely wildcards are chosen. */
export interface ShrinkOptions {
  /**
   * Also `*Tagging` and `*Object*`, which reach across verbs: what AWS adds may then be a write where only reads stand today.
   * Without it every pattern begins with the first word of its actions.
   */
  readonly anywhere?: boolean;
}

/** One pattern of a shrunk list, and the places of those that it stands for. */
export interface ShrunkPattern {
  readonly text: string;
  readonly replaces: readonly number[];
  /** Not in the list before. */
  readonly isNew: boolean;
}

/** A name or pattern of the list that belongs to one service. */
interface ServiceItem {
  readonly index: number;
  /** Lower case, without the service. */
  readonly pattern: string;
}

/**
 * Fewer patterns that match exactly the same actions of the catalog: never one more, never one less. Wildcards that are there already
 * stay or are swallowed by wider ones, so nothing that they would match tomorrow is lost. Greedy: always the pattern that replaces most, of
 * those the narrowest; that is near the fewest, and the fewest is an NP-hard question. Undefined when the list cannot become shorter.
 */
export function shrinkActions(
  patterns: readonly string[],
  catalog: Catalog,
  { anywhere = false }: ShrinkOptions = {},
): readonly ShrunkPattern[] | undefined {
  const groups = createGroups(patterns);
  for (const [service, items] of itemsByService(patterns, groups)) {
    if (items.length < 2) continue;
    const names = catalog.actionNames(service);
    if (names.length === 0) continue;
    for (const { text, covers } of coverService(items, names, anywhere)) {
      // The whole service is `s3:*`, not `s3:*:*`.
      groups.join(`${service}:${text}`, covers);
    }
  }
  const shrunk = groups.all();
  return shrunk.length < patterns.length ? shrunk : undefined;
}

/** Which patterns of the list stand for which others. */
interface Groups {
  /** Whether a place of the list is still its own. */
  isOpen(index: number): boolean;
  join(text: string, indices: readonly number[]): void;
  all(): readonly ShrunkPattern[];
}

/** At first, each wildcard swallows what it covers, and repetitions go. */
function createGroups(patterns: readonly string[]): Groups {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  const wild = lower.flatMap((pattern, index) => (hasWildcard(pattern) ? [index] : []));
  const first = new Map<string, number>();
  const ownerOf = lower.map((pattern, index): number => {
    const same = first.get(pattern);
    if (same !== undefined) return same;
    first.set(pattern, index);
    const wider = wild.find(
      (other) => lower[other] !== pattern && coversPattern(lower[other] ?? '', pattern) && isFirstOfEquals(lower, other, pattern),
    );
    return wider ?? index;
  });
  const members = new Map<number, { text: string; replaces: number[]; isNew: boolean }>();
  const rootOf = (index: number): number => {
    let root = index;
    for (let steps = 0; steps < patterns.length && ownerOf[root] !== root; steps++) root = ownerOf[root] ?? root;
    return root;
  };
  patterns.forEach((_, index) => {
    const root = rootOf(index);
    const known = members.get(root);
    if (known === undefined) members.set(root, { text: patterns[root] ?? '', replaces: [index], isNew: false });
    else known.replaces.push(index);
  });
  return {
    isOpen: (index) => members.has(index),
    join(text, indices) {
      const replaces = indices.flatMap((index) => members.get(index)?.replaces ?? []).sort((a, b) => a - b);
      const [root] = indices;
      if (root === undefined) return;
      for (const index of indices) members.delete(index);
      members.set(root, { text, replaces, isNew: true });
    },
    all: () => [...members.values()].sort((a, b) => (a.replaces[0] ?? 0) - (b.replaces[0] ?? 0)),
  };
}

/** Of two patterns that cover each other (`a**`, `a*`) the first one stays. */
function isFirstOfEquals(lower: readonly string[], other: number, pattern: string): boolean {
  return !coversPattern(pattern, lower[other] ?? '') || other < lower.indexOf(pattern);
}

/** Names and patterns of one service each; what crosses services, or is no action at all, stays out of it. */
function itemsByService(patterns: readonly string[], groups: Groups): ReadonlyMap<string, readonly ServiceItem[]> {
  const services = new Map<string, ServiceItem[]>();
  patterns.forEach((text, index) => {
    const [, service, pattern] = /^([a-z0-9-]+):([\w*?-]+)$/.exec(text.toLowerCase()) ?? [];
    if (service === undefined || pattern === undefined || !groups.isOpen(index)) return;
    const items = services.get(service);
    if (items === undefined) services.set(service, [{ index, pattern }]);
    else items.push({ index, pattern });
  });
  return services;
}

interface ChosenPattern {
  readonly text: string;
  /** Places in the whole list. */
  readonly covers: readonly number[];
}

function coverService(items: readonly ServiceItem[], names: readonly string[], anywhere: boolean): readonly ChosenPattern[] {
  const all = names.map((name) => name.slice(name.indexOf(':') + 1));
  const lower = all.map((name) => name.toLowerCase());
  const granted = grantedNames(items, lower);
  const spelling = new Map(lower.map((name, place) => [name, all[place] ?? name]));
  const candidates = createCandidates(
    items.map(({ pattern }) => spelling.get(pattern) ?? pattern),
    { anywhere, everything: granted.every(Boolean) },
  );
  const open = new Set(items.keys());
  const chosen: ChosenPattern[] = [];
  for (let best = candidates.next(open); best !== undefined; best = candidates.next(open)) {
    const pattern = best.pattern.toLowerCase();
    if (!matchesOnlyGranted(pattern, best, lower, granted)) continue;
    const covered = [...open].filter((place) => coversPattern(pattern, items[place]?.pattern ?? ''));
    for (const place of covered) open.delete(place);
    chosen.push({ text: best.pattern, covers: covered.flatMap((place) => items[place]?.index ?? []) });
  }
  return chosen;
}

/** By place in the sorted names of the service: whether the list grants it. */
function grantedNames(items: readonly ServiceItem[], lower: readonly string[]): readonly boolean[] {
  const literal = new Set(items.filter(({ pattern }) => !hasWildcard(pattern)).map(({ pattern }) => pattern));
  const wild = items.filter(({ pattern }) => hasWildcard(pattern));
  return lower.map((name) => literal.has(name) || wild.some(({ pattern }) => matchesPattern(pattern, name)));
}

function matchesOnlyGranted(pattern: string, { head }: Candidate, lower: readonly string[], granted: readonly boolean[]): boolean {
  const from = head.toLowerCase();
  let place = firstNotBefore(lower, from);
  for (let name = lower[place]; name !== undefined && name.startsWith(from); name = lower[++place]) {
    if (granted[place] !== true && matchesPattern(pattern, name)) return false;
  }
  return true;
}

/** The first place of sorted names that is not before `wanted`. */
function firstNotBefore(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
