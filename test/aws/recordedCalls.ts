import { actionOf, readOperations } from '../../server/src/aws/calls';
import type { AwsCalls, CallInput, CallOutput } from '../../server/src/aws/calls';

/** An error as the SDK throws it. */
export function sdkError(name: string, text = ''): Error {
  return Object.assign(new Error(text), { name, $metadata: { httpStatusCode: 400 } });
}

/** What is answered to one call: a page, or an error. */
export type Answer = CallOutput | Error;

export interface RecordedCalls extends AwsCalls {
  /** Every call that was made, as `list-policies TAG_POLICY`; a role stands in front of its calls. */
  readonly asked: readonly string[];
}

/**
 * An AWS of recorded answers by call, `list-accounts-for-parent r-ab12`, a further page by its token, `list-accounts page2`. Several answers
 * are given one after the other, the last one again and again. What nobody recorded is refused, as AWS refuses what one may not ask.
 */
export function recordedCalls(
  answers: Readonly<Record<string, Answer | readonly Answer[]>>,
  onCall: () => void = () => undefined,
): RecordedCalls {
  const asked: string[] = [];
  const given = new Map<string, number>();
  const answer = async (key: string): Promise<CallOutput> => {
    asked.push(key);
    onCall();
    await Promise.resolve();
    const count = given.get(key) ?? 0;
    given.set(key, count + 1);
    const recorded = answers[key] ?? sdkError('AccessDeniedException', 'You do not have permissions to access this resource.');
    const list: readonly Answer[] = isList(recorded) ? recorded : [recorded];
    const one = list[Math.min(count, list.length - 1)] ?? {};
    if (one instanceof Error) throw one;
    return one;
  };
  const callsOf = (role: string): AwsCalls => ({
    call: (_, operation, input, signal) =>
      signal.aborted ? Promise.reject(sdkError('AbortError')) : answer(keyOf(role, operation, input)),
    assume: async (arn) => {
      await answer(`assume-role ${arn}`);
      return callsOf(`${arn} `);
    },
  });
  return { ...callsOf(''), asked };
}

function isList(value: Answer | readonly Answer[]): value is readonly Answer[] {
  return Array.isArray(value);
}

const keyOf = (role: string, operation: string, input: CallInput): string => role + [operation, ...Object.values(input)].join(' ');

/** `organizations:ListRoots`, … of all calls that can be made. */
export const allowedActions: readonly string[] = [
  ...readOperations.organizations.map((operation) => actionOf('organizations', operation)),
  ...readOperations.iam.map((operation) => actionOf('iam', operation)),
  ...readOperations.sts.map((operation) => actionOf('sts', operation)),
  'sts:AssumeRole',
];
