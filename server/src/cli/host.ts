import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** What a command has of the world: arguments come apart from it, files it opens itself. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly folder: string;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Where text goes. Waiting for `write` keeps memory flat however slow the reader is. */
export interface Output {
  readonly isTerminal: boolean;
  write(text: string): Promise<void>;
}

/** The process as a host. A reader that goes away ends the program without a word, as `head` expects. */
export function processHost(): Host {
  return {
    environment: process.env,
    folder: process.cwd(),
    stdin: process.stdin,
    stdout: outputTo(process.stdout, process.stdout.isTTY),
    stderr: outputTo(process.stderr, process.stderr.isTTY),
  };
}

function outputTo(stream: Writable, isTerminal: boolean | undefined): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 2);
  });
  return {
    isTerminal: isTerminal === true,
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
  };
}
