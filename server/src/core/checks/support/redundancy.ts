/** One value of a list that another of them makes needless. */
export interface Redundancy {
  readonly index: number;
  readonly coveredBy: number;
}

/** More comparisons than this are not worth a suggestion; no list written by people comes near. */
const maximumComparisons = 200_000;

/**
 * The values that another value of the same list covers; of equal ones, all but the first. Values are looked up by the text before a
 * pattern's first wildcard, so a long list of plain values costs its length.
 */
export function redundancies(values: readonly string[], covers: (pattern: string, other: string) => boolean): readonly Redundancy[] {
  const first = new Map<string, number>();
  const patterns = new Map<string, number[]>();
  values.forEach((value, index) => {
    if (first.has(value)) return;
    first.set(value, index);
    const wildcard = value.search(/[*?]/);
    if (wildcard >= 0) addTo(patterns, value.slice(0, wildcard), index);
  });
  const lengths = [...new Set([...patterns.keys()].map((prefix) => prefix.length))];
  const found: Redundancy[] = [];
  let comparisons = 0;
  values.forEach((value, index) => {
    const same = first.get(value);
    if (same !== undefined && same !== index) {
      found.push({ index, coveredBy: same });
      return;
    }
    for (const length of lengths) {
      for (const candidate of patterns.get(value.slice(0, length)) ?? []) {
        if (candidate === index || (comparisons += 1) > maximumComparisons) continue;
        const pattern = values[candidate] ?? '';
        if (!covers(pattern, value)) continue;
        // Two patterns that cover each other are one: the first stays.
        if (candidate > index && covers(value, pattern)) continue;
        found.push({ index, coveredBy: candidate });
        return;
      }
    }
  });
  return found;
}

function addTo(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
}
