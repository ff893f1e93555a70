/** A result that is on the screen. */
export interface ShownResult {
  readonly uri: string;
  readonly key: string;
}

/** The results that are out of date: those of which the server does not say that they still hold. */
export function outOfDate<Item>(
  shown: ReadonlyMap<Item, ShownResult>,
  held: readonly { readonly uri: string; readonly keys: readonly string[] }[],
): readonly Item[] {
  const keys = new Map(held.map((file) => [file.uri, new Set(file.keys)]));
  return [...shown].flatMap(([item, { uri, key }]) => (keys.get(uri)?.has(key) === true ? [] : [item]));
}
