import { SaidError } from '../core/text/saidError';

/** Why a command cannot do its work: said on stderr, exit code 2. Thrown within the command line only. */
export class CommandError extends SaidError {}
