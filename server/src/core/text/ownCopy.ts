/** The same text, with characters of its own: V8 keeps a piece of a text as a reference into the whole, but what it had to join is new. */
export function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}
