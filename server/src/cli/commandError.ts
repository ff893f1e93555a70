import type { Message } from '../core/text/message';

/** Why a command cannot do its work: said on stderr, exit code 2. Thrown within the command line only. */
export class CommandError extends Error {
  readonly said: Message;
  /** A hint after it, such as where help is. */
  readonly hint: Message | undefined;

  constructor(said: Message, hint?: Message) {
    super(said.template);
    this.said = said;
    this.hint = hint;
  }
}
