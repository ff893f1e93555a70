import type { Message, Translate } from '../core/text/message';

import type { Host } from './host';
import type { ProgramData } from './programData';

/** What a command is run with. */
export interface CommandContext {
  readonly host: Host;
  readonly data: ProgramData;
  readonly translate: Translate;
  readonly version: string;
}

/** A command: what it says of itself, and what it does. The promise is of its exit code; a CommandError makes 2. */
export interface Command {
  readonly name: string;
  /** After `gatehouse`. */
  readonly usage: readonly string[];
  readonly summary: Message;
  readonly options: readonly (readonly [string, Message])[];
  readonly exitCodes: readonly (readonly [string, Message])[];
  run(args: readonly string[], context: CommandContext): Promise<number>;
}
