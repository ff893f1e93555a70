import { message } from '../core/text/message';
import type { Message } from '../core/text/message';
import { SaidError } from '../core/text/saidError';

/** Why an organization cannot be read from AWS at all, and what to do. */
export class AwsError extends SaidError {}

export type TroubleKind = 'credentials' | 'denied' | 'network' | 'noOrganization' | 'notThere' | 'throttled' | 'other';

/** What an error of the SDK is about. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** What AWS or the system said, in English. */
  readonly text: string;
}

const kinds: ReadonlyMap<string, TroubleKind> = new Map([
  ...names('credentials', [
    'CredentialsProviderError',
    'TokenProviderError',
    'ProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ]),
  ...names('denied', ['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'UnauthorizedOperation']),
  ...names('network', ['TimeoutError', 'RequestTimeout', 'NetworkingError']),
  ...names('noOrganization', ['AWSOrganizationsNotInUseException']),
  ...names('notThere', ['ResourcePolicyNotFoundException']),
  ...names('throttled', [
    'RequestLimitExceeded',
    'SlowDown',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
  ]),
]);

/** AWS names one trouble differently from service to service. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { kind: 'other', text: String(error) };
  // Further lines are for whoever programs with the SDK.
  const said = error.message.trim().split('\n')[0] ?? '';
  const text = [said, codeOf(error)].find((part) => part !== '') ?? error.name;
  const known = kinds.get(error.name);
  if (known !== undefined) return { kind: known, text };
  // The system's own errors (ECONNREFUSED, ENOTFOUND, a certificate that nobody knows) have a code and came with no answer.
  return { kind: codeOf(error) !== '' && !('$response' in error) ? 'network' : 'other', text };
}

/** As the end of everything: without this call there is no organization, or the next calls would fail as this one did. */
export function fatal({ kind, text }: Trouble, operation: string): AwsError {
  if (kind === 'credentials')
    return new AwsError(
      message('AWS does not know who is asking: {0}', text),
      message(
        'Name a profile of your AWS configuration, set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in again with `aws sso login`.',
      ),
    );
  if (kind === 'network')
    return new AwsError(
      message('AWS cannot be reached: {0}', text),
      message('See whether this machine has a network that lets it reach AWS, and whether region and endpoint are right.'),
    );
  if (kind === 'noOrganization')
    return new AwsError(
      message('this account is in no organization'),
      message('Use the credentials of an organization’s management account.'),
    );
  if (kind === 'denied')
    return new AwsError(
      message('`{0}` is not permitted: {1}', operation, text),
      message(
        'Use credentials of the management account or of a delegated administrator that may call it. The documentation of organizations lists every permission that is needed.',
      ),
    );
  return new AwsError(message('`{0}` failed: {1}', operation, text));
}

/** As the reason why a part is missing. */
export function reasonOf({ kind, text }: Trouble): Message | string {
  if (kind === 'denied') return message('these credentials may not ask for it');
  if (kind === 'throttled') return message('AWS had no time for it, however often it was asked');
  return text;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function names(kind: TroubleKind, all: readonly string[]): readonly (readonly [string, TroubleKind])[] {
  return all.map((name) => [name, kind]);
}
