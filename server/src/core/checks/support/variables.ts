import type { CatalogLookup } from './catalogLookup';

/** One `${…}` of a text. */
export interface PolicyVariable {
  /** What stands between the braces. */
  readonly inner: string;
  /** The text before the first comma, blanks removed. */
  readonly name: string;
  /** From the first comma on, without it; undefined when there is no default. */
  readonly fallback: string | undefined;
}

/** The closed `${…}` of a text, in order. */
export function variablesIn(text: string): readonly PolicyVariable[] {
  if (!text.includes('${')) return [];
  return [...text.matchAll(/\$\{([^{}]*)\}/g)].map(([, inner = '']) => {
    const comma = inner.indexOf(',');
    return {
      inner,
      name: (comma < 0 ? inner : inner.slice(0, comma)).replace(/\s/g, ''),
      fallback: comma < 0 ? undefined : inner.slice(comma + 1),
    };
  });
}

/**
 * Those whose name is a condition key, which makes them policy variables. Anything else between such braces may be another tool's
 * interpolation, and is that tool's matter.
 */
export function knownVariables(text: string, lookup: CatalogLookup): readonly PolicyVariable[] {
  return variablesIn(text).filter(({ name }) => name.includes(':') && lookup.keyName(name).known !== undefined);
}

/** A text without its `${…}`, the ones that stand for a literal `*`, `?` or `$` included. */
export function withoutVariables(text: string): string {
  return text.replace(/\$\{[^{}]*\}/g, '');
}
