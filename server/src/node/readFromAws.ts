import type { ImportedOrganization } from '../core/organization/importAwsOutputs';
import type { Message } from '../core/text/message';

export interface AwsQuestion {
  /** Of this machine's AWS configuration; without it AWS's tools' own search for credentials. */
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** A role of all accounts, with which the users and roles of all are read. */
  readonly memberRole?: string;
}

export interface AwsProgress {
  readonly done: number;
  /** Unknown until the organization's tree is. */
  readonly total?: number;
  readonly text: Message;
}

export interface AwsAnswer {
  readonly imported: ImportedOrganization;
  /** What could not be read, and why. */
  readonly notes: readonly Message[];
}

/** Why there is no answer, and what to do. */
export interface AwsRefusal {
  readonly refused: Message;
  readonly hint: Message | undefined;
}

/**
 * An organization as AWS has it now, by calls that only read. Reads AWS's SDK into memory, so it is called only when somebody asks for it.
 * When the signal is aborted, its reason is thrown.
 */
export async function readFromAws(
  { memberRole, ...connection }: AwsQuestion,
  onProgress: (progress: AwsProgress) => void,
  signal: AbortSignal,
): Promise<AwsAnswer | AwsRefusal> {
  const aws = await import('../aws/index.js');
  try {
    const options = { signal, onProgress, ...(memberRole === undefined ? {} : { memberRole }) };
    const { text, notes } = await aws.importFromAws(aws.createAwsCalls(connection), options);
    return { imported: aws.importAwsOutputs(text), notes };
  } catch (error) {
    if (error instanceof aws.AwsError) return { refused: error.said, hint: error.hint };
    throw error;
  }
}
