import type { Message } from '../core/text/message';

import type { CollectProgress } from './ask';
import type { AwsCalls } from './calls';
import { collectOrganization } from './collect';
import type { CollectOptions } from './collect';

export interface ImportFromAwsOptions extends CollectOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
}

export interface FromAws {
  readonly lines: number;
  /** For `importAwsOutputs`: a call a line. */
  readonly text: string;
  /** What could not be read, and why. */
  readonly notes: readonly Message[];
}

/** All that AWS tells of an organization, as one text. */
export async function importFromAws(calls: AwsCalls, { signal, onProgress, ...options }: ImportFromAwsOptions): Promise<FromAws> {
  const [lines, notes]: [string[], Message[]] = [[], []];
  const report = {
    progress: (progress: CollectProgress): void => onProgress?.(progress),
    note: (note: Message): void => void notes.push(note),
  };
  for await (const line of collectOrganization(calls, options, report, signal)) lines.push(`${JSON.stringify(line)}\n`);
  return { lines: lines.length, text: lines.join(''), notes };
}
