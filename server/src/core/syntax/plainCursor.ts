import type { Span } from '../text/span';

/** Deeper documents are left to the parser, which does not recurse. */
const deepest = 100;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Walks over JSON, with comments and trailing commas, and makes no tree: for files of megabytes of which little is kept. Whatever is not
 * quite plain (an escape in a text that is asked for, something broken) makes a step fail, and is for `parseJson` to read from the
 * beginning. A class because a walk has state for as long as it lasts.
 */
export class PlainCursor {
  /** Of the text or the value that was read last. */
  start = 0;
  end = 0;
  readonly #text: string;
  #at = 0;
  /** A comment reaches to the end of the text. */
  #endsInComment = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether nothing but space is left, and what would follow the text is no part of a comment. */
  isAtEnd(): boolean {
    return this.#space() && this.#at === this.#text.length && !this.#endsInComment;
  }

  isNext(character: number): boolean {
    return this.#space() && this.#text.charCodeAt(this.#at) === character;
  }

  /** Where the next token begins. */
  next(): number {
    this.#space();
    return this.#at;
  }

  take(character: number): boolean {
    if (!this.isNext(character)) return false;
    this.#at += 1;
    return true;
  }

  /** A text without escapes. */
  string(): string | undefined {
    if (!this.isNext(0x22)) return undefined;
    const text = this.#text;
    const from = this.#at + 1;
    let at = from;
    for (let code = text.charCodeAt(at); code !== 0x22; code = text.charCodeAt(++at)) {
      // Behind the text's end there is no number.
      if (code === 0x5c || !(code >= 0x20)) return undefined;
    }
    this.start = from - 1;
    this.end = this.#at = at + 1;
    return text.slice(from, at);
  }

  /** The members of an object, one by one; `take` reads the value of the one it is told, or fails. */
  object(take: (key: string) => boolean): boolean {
    const start = this.next();
    if (!this.take(0x7b)) return false;
    while (!this.isNext(0x7d)) {
      const key = this.string();
      if (key === undefined || !this.take(0x3a) || !take(key)) return false;
      if (!this.take(0x2c) && !this.isNext(0x7d)) return false;
    }
    return this.#closed(start);
  }

  /** The items of a list. */
  list(take: () => boolean): boolean {
    const start = this.next();
    if (!this.take(0x5b)) return false;
    while (!this.isNext(0x5d)) {
      if (!take()) return false;
      if (!this.take(0x2c) && !this.isNext(0x5d)) return false;
    }
    return this.#closed(start);
  }

  /** Any value. */
  skip(depth = 0): boolean {
    const start = this.next();
    switch (this.#text.charCodeAt(start)) {
      case 0x7b:
        return depth < deepest && this.object(() => this.skip(depth + 1));
      case 0x5b:
        return depth < deepest && this.list(() => this.skip(depth + 1));
      case 0x22:
        return this.#skipString(start);
      case 0x74:
        return this.#skipWord(start, 'true');
      case 0x66:
        return this.#skipWord(start, 'false');
      case 0x6e:
        return this.#skipWord(start, 'null');
      default:
        number.lastIndex = start;
        return number.test(this.#text) && this.#skipTo(start, number.lastIndex);
    }
  }

  /** A number, true or false, as it is written. */
  word(): string | undefined {
    return !this.isNext(0x22) && this.skip(deepest) ? this.#text.slice(this.start, this.end) : undefined;
  }

  get span(): Span {
    return { start: this.start, end: this.end };
  }

  #closed(start: number): boolean {
    this.#at += 1;
    this.start = start;
    this.end = this.#at;
    return true;
  }

  #skipTo(start: number, end: number): boolean {
    this.start = start;
    this.end = this.#at = end;
    return true;
  }

  #skipWord(start: number, word: string): boolean {
    return this.#text.startsWith(word, start) && this.#skipTo(start, start + word.length);
  }

  #skipString(start: number): boolean {
    const text = this.#text;
    let at = start + 1;
    for (let code = text.charCodeAt(at); code !== 0x22; code = text.charCodeAt(at)) {
      if (code === 0x5c) {
        escape.lastIndex = at;
        if (!escape.test(text)) return false;
        at = escape.lastIndex;
      } else if (code >= 0x20) at += 1;
      else return false;
    }
    return this.#skipTo(start, at + 1);
  }

  /** Goes to the next token; false where a comment is not closed. */
  #space(): boolean {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) this.#at += 1;
      else if (code !== 0x2f) return true;
      else if (!this.#comment()) return false;
    }
  }

  #comment(): boolean {
    const text = this.#text;
    const second = text.charCodeAt(this.#at + 1);
    if (second === 0x2a) {
      const end = text.indexOf('*/', this.#at + 2);
      if (end < 0) return false;
      this.#at = end + 2;
      return true;
    }
    if (second !== 0x2f) return false;
    let at = this.#at + 2;
    for (let code = text.charCodeAt(at); code !== 0x0a && code !== 0x0d; code = text.charCodeAt(++at)) {
      if (at < text.length) continue;
      this.#endsInComment = true;
      break;
    }
    this.#at = at;
    return true;
  }
}
