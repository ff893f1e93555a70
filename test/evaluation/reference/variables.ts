import type { Token } from './glob';
import { tokensOf } from './glob';
import type { World } from './world';

/** Policy variables exist in this version of the language only. */
export const variableVersion = '2012-10-17';

type Part = { readonly text: string } | { readonly escape: string } | { readonly key: string; readonly fallback: string | undefined };

/** Cuts a text at its `${…}`; an unterminated one is plain text. */
export function partsOf(text: string): readonly Part[] {
  const start = text.indexOf('${');
  const end = start < 0 ? -1 : text.indexOf('}', start);
  if (end < 0) return text === '' ? [] : [{ text }];
  const before = text.slice(0, start);
  return [...(before === '' ? [] : [{ text: before }]), variableOf(text.slice(start + 2, end)), ...partsOf(text.slice(end + 1))];
}

function variableOf(inside: string): Part {
  if (inside === '*' || inside === '?' || inside === '$') return { escape: inside };
  const [, key, fallback] = /^([^,]*), *'(.*)'$/.exec(inside) ?? [];
  return key === undefined ? { key: inside, fallback: undefined } : { key, fallback };
}

/** The keys that a text takes values from. */
export function variablesIn(text: string): readonly string[] {
  return partsOf(text).flatMap((part) => ('key' in part ? [part.key] : []));
}

/**
 * A pattern with its variables replaced, the replacements standing for themselves; undefined when one has no value.
 * A key with several values has none to give.
 */
export function resolve(text: string, version: string | undefined, world: World): readonly Token[] | undefined {
  if (version !== variableVersion) return tokensOf(text);
  const tokens: Token[] = [];
  for (const part of partsOf(text)) {
    if ('text' in part) tokens.push(...tokensOf(part.text));
    else if ('escape' in part) tokens.push({ text: part.escape });
    else {
      const value = valueOf(part.key, part.fallback, world);
      if (value === undefined) return undefined;
      tokens.push({ text: value });
    }
  }
  return tokens;
}

function valueOf(key: string, fallback: string | undefined, world: World): string | undefined {
  if (world.isMultivalued(key)) return undefined;
  return world.values(key)?.[0] ?? fallback;
}

/** Tokens read as plain text: for operators that know no wildcards. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => ('text' in token ? token.text : token.wildcard)).join('');
}
