/**
 * Texts by path, some of which are made when they are asked for and not kept. A class because a map that others read is asked through
 * methods.
 */
export class LateTexts implements ReadonlyMap<string, string> {
  readonly #texts = new Map<string, string | (() => string)>();

  set(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  setLate(path: string, make: () => string): void {
    this.#texts.set(path, make);
  }

  get size(): number {
    return this.#texts.size;
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  get(path: string): string | undefined {
    const text = this.#texts.get(path);
    return typeof text === 'function' ? text() : text;
  }

  keys(): MapIterator<string> {
    return this.#texts.keys();
  }

  *values(): MapIterator<string> {
    for (const [, text] of this.entries()) yield text;
  }

  *entries(): MapIterator<[string, string]> {
    for (const [path, text] of this.#texts) yield [path, typeof text === 'function' ? text() : text];
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  forEach(visit: (text: string, path: string, texts: ReadonlyMap<string, string>) => void): void {
    for (const [path, text] of this.entries()) visit(text, path, this);
  }
}
