/** A piece of a pattern: text that stands for itself, or a wildcard. */
export type Token = { readonly text: string } | { readonly wildcard: '*' | '?' };

/** Splits a pattern into text and wildcards. */
export function tokensOf(pattern: string): readonly Token[] {
  return [...pattern].map((character) => (character === '*' || character === '?' ? { wildcard: character } : { text: character }));
}

/** The regular expression source of some tokens; `any` is the class that a wildcard stands for. */
export function sourceOf(tokens: readonly Token[], any = '.'): string {
  return tokens.map((token) => ('text' in token ? escapeSource(token.text) : token.wildcard === '*' ? `${any}*` : any)).join('');
}

export function escapeSource(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Whether the tokens describe the whole text. */
export function matchesTokens(tokens: readonly Token[], text: string): boolean {
  return new RegExp(`^${sourceOf(tokens)}$`, 's').test(text);
}

export function matchesGlob(pattern: string, text: string): boolean {
  return matchesTokens(tokensOf(pattern), text);
}
