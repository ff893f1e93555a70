import type { Message } from './message';

/** Why something cannot be done, in words that are translated where they are shown. */
export class SaidError extends Error {
  readonly said: Message;
  /** A hint after it: what to do, or where help is. */
  readonly hint: Message | undefined;

  constructor(said: Message, hint?: Message) {
    super(said.template);
    this.said = said;
    this.hint = hint;
  }
}
