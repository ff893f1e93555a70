import type { AccessLevel } from '../../catalog/catalog';
import { message } from '../../text/message';
import type { Message } from '../../text/message';
import type { RequestAction } from '../actions';
import type { Caller } from '../caller';
import type { EvaluationContext } from '../context';
import { lookUp } from '../context';
import type { Layer } from '../decision';
import type { RequestResource } from '../resources';
import { no, open, toTernary, yes } from '../ternary';
import type { Ternary } from '../ternary';

/** A rule of AWS that no policy can lift. */
export interface HardLimit {
  /** Whether it forbids the request; open when that hangs on a context key. */
  readonly forbids: Ternary;
  /** The layer to name as the one that lacks an allow. */
  readonly layer: Layer;
  readonly reason: Message;
}

/** Always allowed, even with an explicit deny. <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html> */
export function isAlwaysAllowed(action: RequestAction, caller: Caller): boolean {
  return action.full === 'sts:getcalleridentity' && 'account' in caller;
}

/** Whether a hard limit could concern the request at all: nearly none can, and asking is cheap. */
export function mayBeLimited({ kind }: Caller, { service }: RequestAction): boolean {
  return kind === 'external' || service === 'sts' || service === 'iam' || service === 'kms';
}

/** What AWS forbids whatever policies say, or undefined. */
export function findHardLimit(
  caller: Caller,
  action: RequestAction,
  resource: RequestResource,
  accessLevel: AccessLevel | undefined,
  context: EvaluationContext,
): HardLimit | undefined {
  return sessionLimit(caller, action, context) ?? managedByAws(action, resource, accessLevel);
}

// The last two are checked beside the first two, when the provider sends session tags or a source identity.
const rolesFromOutside: ReadonlySet<string> = new Set([
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

/** <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html> */
function sessionLimit(caller: Caller, action: RequestAction, context: EvaluationContext): HardLimit | undefined {
  switch (caller.kind) {
    case 'federatedUser':
      if (action.service === 'iam') return limit('session', message('a federated user session cannot call IAM'));
      if (action.service === 'sts')
        return limit('session', message('a federated user session can call no operation of STS but GetCallerIdentity'));
      return undefined;
    case 'role':
      if (action.full !== 'sts:getfederationtoken' && action.full !== 'sts:getsessiontoken') return undefined;
      return limit('session', message('a role session cannot call {0}', action.text));
    case 'root':
      if (action.full === 'sts:assumerole') return limit('identity', message('the root user cannot assume a role'));
      return action.full === 'sts:assumeroot' ? limit('identity', message('the root user cannot call {0}', action.text)) : undefined;
    case 'user':
      return sessionTokenLimit(action, context);
    case 'external':
      if (rolesFromOutside.has(action.full)) return undefined;
      return limit('resource', message('a caller from outside can only ask for a role: AssumeRoleWithSAML or AssumeRoleWithWebIdentity'));
    default:
      return undefined;
  }
}

/** Credentials of GetSessionToken stay the user's, with limits. Only a given aws:TokenIssueTime says that a user's credentials are temporary. */
function sessionTokenLimit(action: RequestAction, context: EvaluationContext): HardLimit | undefined {
  if (action.service !== 'iam' && action.service !== 'sts') return undefined;
  const issued = lookUp(context, 'aws:tokenissuetime');
  if (issued.state !== 'value' || issued.origin !== 'given') return undefined;
  if (action.service === 'sts') {
    if (action.full === 'sts:assumerole') return undefined;
    return limit('session', message('credentials of GetSessionToken can call no operation of STS but AssumeRole and GetCallerIdentity'));
  }
  const mfa = lookUp(context, 'aws:multifactorauthpresent');
  const withoutMfa = mfa.state === 'value' ? toTernary(mfa.values[0]?.toLowerCase() !== 'true') : mfa.state === 'absent' ? yes : open;
  if (withoutMfa === no) return undefined;
  return {
    forbids: withoutMfa,
    layer: 'session',
    reason: message('credentials of GetSessionToken can call IAM only when they were got with MFA'),
  };
}

/** What AWS keeps for itself: its managed policies, reserved roles and key aliases. */
function managedByAws(action: RequestAction, resource: RequestResource, accessLevel: AccessLevel | undefined): HardLimit | undefined {
  const arn = resource.arn;
  if (arn === undefined || accessLevel === undefined || accessLevel === 'list' || accessLevel === 'read') return undefined;
  if (
    action.service === 'iam' &&
    arn.account === 'aws' &&
    arn.resource.startsWith('policy/') &&
    !action.name.startsWith('attach') &&
    !action.name.startsWith('detach')
  ) {
    return limit('resource', message('policies that AWS manages cannot be changed'));
  }
  if (action.service === 'iam' && arn.resource.startsWith('role/aws-reserved/')) {
    return limit('resource', message('roles under aws-reserved can be neither changed nor passed'));
  }
  if (action.service === 'kms' && arn.resource.startsWith('alias/aws/') && action.name.endsWith('alias')) {
    return limit('resource', message('aliases under alias/aws belong to AWS'));
  }
  return undefined;
}

function limit(layer: Layer, reason: Message): HardLimit {
  return { forbids: yes, layer, reason };
}
