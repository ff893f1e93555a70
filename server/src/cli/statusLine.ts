import type { Host } from './host';

/** A word on stderr about how far long work is, where somebody watches: nothing in the first second, and no more than one a second. */
export interface StatusLine {
  /** The words are made only when they are shown. */
  show(words: () => string): Promise<void>;
  /** Makes room for other text. */
  clear(): Promise<void>;
}

export function createStatusLine({ stderr }: Host): StatusLine {
  let said = Date.now();
  let isShown = false;
  return {
    async show(words) {
      const now = Date.now();
      if (now - said < 1000) return;
      said = now;
      isShown = true;
      await stderr.write(stderr.isTerminal ? `\r\u001b[K${words()}` : `${words()}\n`);
    },
    async clear() {
      if (isShown && stderr.isTerminal) await stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
