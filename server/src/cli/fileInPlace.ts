import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { message } from '../core/text/message';

import { CommandError } from './commandError';
import { describeFileError, isFolder } from './files';

/** A file that is written bit by bit and takes its place only when it is whole. What the system refuses is a CommandError. */
export interface FileInPlace {
  write(text: string): void;
  finish(): void;
  /** Leaves what was there before. */
  discard(): void;
}

export function createFileInPlace(file: string, shown: string): FileInPlace {
  const part = `${file}.part`;
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw new CommandError(message('{0} cannot be written: {1}', shown, describeFileError(error)));
    }
  };
  if (isFolder(file)) throw new CommandError(message('{0} is a folder', shown));
  const descriptor = attempt(() => openSync(part, 'w'));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    write: (text) => attempt(() => writeFileSync(descriptor, text)),
    finish() {
      close();
      attempt(() => renameSync(part, file));
    },
    discard() {
      close();
      rmSync(part, { force: true });
    },
  };
}
