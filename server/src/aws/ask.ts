import type { CallLine } from '../core/organization/awsCalls';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { isOf } from './calls';
import type { AwsCalls, CallInput, CallOutput, Operation, OperationOf, Service } from './calls';
import { AwsError, fatal, reasonOf, troubleOf } from './trouble';
import type { Trouble } from './trouble';

/** What is told while AWS is asked. */
export interface CollectReport {
  progress(progress: CollectProgress): void;
  /** What could not be read, and why. */
  note(note: Message): void;
}

/** Calls answered, and all calls as soon as they can be counted. */
export interface CollectProgress {
  readonly done: number;
  readonly total?: number;
  readonly text: Message;
}

export interface AskOptions {
  /** Waits; ends early, with the signal's reason, when it is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly note: (note: Message) => void;
  readonly signal: AbortSignal;
}

/** Seconds to wait after AWS said "too many" in spite of the SDK's own patience. */
const waits: readonly number[] = [1, 2, 4, 8, 16, 30];

/** All pages of a call. One without which there is no organization: what keeps it from an answer is thrown. */
export async function askFirst(calls: AwsCalls, operation: Operation, options: AskOptions): Promise<readonly CallLine[]> {
  try {
    return await pagesOf(calls, operation, {}, options);
  } catch (error) {
    throw end(error, operation, options);
  }
}

/**
 * All pages of a call, or none at all: half a list would be taken for the whole one. What AWS refuses is noted; what would keep every other
 * call from its answer as well (no credentials, no network) is thrown.
 */
export async function ask(calls: AwsCalls, operation: Operation, input: CallInput, options: AskOptions): Promise<readonly CallLine[]> {
  try {
    return await pagesOf(calls, operation, input, options);
  } catch (error) {
    const trouble = passing(error, operation, options);
    const subject = [operation, ...Object.values(input)].join(' ');
    // "There is none" is an answer.
    if (trouble.kind !== 'notThere') options.note(message('`{0}` was not read: {1}', subject, reasonOf(trouble)));
    return [];
  }
}

/** The trouble of an error that concerns one call only; any other error is thrown. */
export function passing(error: unknown, operation: string, options: AskOptions): Trouble {
  const trouble = troubleOf(error);
  if (options.signal.aborted || error instanceof AwsError || trouble.kind === 'credentials' || trouble.kind === 'network')
    throw end(error, operation, options);
  return trouble;
}

function end(error: unknown, operation: string, { signal }: AskOptions): unknown {
  if (signal.aborted) return signal.reason;
  return error instanceof AwsError ? error : fatal(troubleOf(error), operation);
}

async function pagesOf(calls: AwsCalls, operation: Operation, input: CallInput, options: AskOptions): Promise<readonly CallLine[]> {
  const lines: CallLine[] = [];
  for (let from: CallInput = {}; ;) {
    const output = await patiently(() => send(calls, operation, { ...input, ...from }, options.signal), options);
    lines.push({ op: operation, in: input, out: output });
    // A page may be empty and not be the last.
    const next = nextOf(output);
    if (next === undefined) return lines;
    if (next.NextToken === from.NextToken && next.Marker === from.Marker) throw new Error('AWS gave the same page twice');
    from = next;
  }
}

/** Each service has its own operations, so the name of one tells its service; the compiler is shown that one by one. */
function send(calls: AwsCalls, operation: Operation, input: CallInput, signal: AbortSignal): Promise<CallOutput> {
  const to = <Name extends Service>(service: Name, known: OperationOf<Name>): Promise<CallOutput> =>
    calls.call(service, known, input, signal);
  if (isOf('iam', operation)) return to('iam', operation);
  if (isOf('sts', operation)) return to('sts', operation);
  return to('organizations', operation);
}

function nextOf(output: CallOutput): CallInput | undefined {
  const [token, marker] = [output['NextToken'], output['Marker']];
  if (typeof token === 'string' && token !== '') return { NextToken: token };
  return typeof marker === 'string' && marker !== '' ? { Marker: marker } : undefined;
}

/** Asks again, later and later, as long as AWS is asked too much. */
export async function patiently<Answer>(question: () => Promise<Answer>, { sleep, signal }: AskOptions): Promise<Answer> {
  for (const seconds of waits) {
    signal.throwIfAborted();
    try {
      return await untilAborted(question(), signal);
    } catch (error) {
      if (signal.aborted || troubleOf(error).kind !== 'throttled') throw error;
    }
    await sleep(seconds * 1000, signal);
  }
  signal.throwIfAborted();
  return untilAborted(question(), signal);
}

/** The SDK ends a request that is aborted, but not its own pauses, nor its search for credentials. */
function untilAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
    void answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
