import { isAccountId, parseArn } from '../policy/arn';
import type { Arn } from '../policy/arn';
import type { AuthorizationRequest, RequestPrincipal } from './request';

/**
 * Who calls, as far as policies can tell. `external`: somebody whom an identity provider vouches for, who can only ask for a role;
 * `unreadable`: a principal that is none of these.
 */
export type Caller =
  | UserCaller
  | RoleCaller
  | FederatedUserCaller
  | RootCaller
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'external'; readonly provider: string }
  | { readonly kind: 'unreadable'; readonly text: string };

/** A caller that belongs to an account. */
export interface AccountCaller {
  /** The ARN of the request's principal. */
  readonly arn: string;
  readonly account: string;
  readonly partition: string;
  /** What a policy calls the account beside its id; account ids are unique in their partition only. */
  readonly accountArn: string;
}

export interface UserCaller extends AccountCaller {
  readonly kind: 'user';
  readonly name: string;
}

export interface RoleCaller extends AccountCaller {
  readonly kind: 'role';
  /** Without path. */
  readonly roleName: string;
  /** The role behind the session, with its path where that is known. */
  readonly roleArn: string;
  /** False: an AWS reserved role of IAM Identity Center, whose path nobody gave. */
  readonly roleArnIsKnown: boolean;
  /** Undefined for a bare role ARN: a session whose name equals no literal. */
  readonly sessionArn: string | undefined;
  readonly sessionName: string | undefined;
  /** Service-linked roles are beyond the reach of SCPs and RCPs. */
  readonly serviceLinked: boolean;
}

export interface FederatedUserCaller extends AccountCaller {
  readonly kind: 'federatedUser';
  readonly name: string;
  /** The IAM user who called GetFederationToken; taken to be the one of the same name. */
  readonly userArn: string;
}

export interface RootCaller extends AccountCaller {
  readonly kind: 'root';
  /** A session of AssumeRoot: it may do what its task policy does not deny. */
  readonly assumedRoot: boolean;
}

/** The caller that a request's principal names; a given `aws:PrincipalArn` tells the role behind a session. */
export function readCaller(request: AuthorizationRequest): Caller {
  const principal: RequestPrincipal = request.principal;
  if (typeof principal !== 'string') return { kind: 'external', provider: principal.federated };
  if (principal.toLowerCase() === 'anonymous') return { kind: 'anonymous' };
  const arn = parseArn(principal);
  if (arn === undefined) {
    return isServicePrincipal(principal) ? { kind: 'service', name: principal } : { kind: 'unreadable', text: principal };
  }
  if (!isAccountId(arn.account)) return { kind: 'unreadable', text: principal };
  if (arn.service === 'iam') return readIamCaller(request, principal, arn);
  return (arn.service === 'sts' ? readSession(request, principal, arn) : undefined) ?? { kind: 'unreadable', text: principal };
}

function readIamCaller(request: AuthorizationRequest, principal: string, { resource, account, partition }: Arn): Caller {
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const base = accountCaller(principal, account, partition);
  if (resource === 'root') return { kind: 'root', ...base, assumedRoot: givenText(request, 'aws:assumedroot')?.toLowerCase() === 'true' };
  if (resource.startsWith('user/') && name !== '') return { kind: 'user', ...base, name };
  if (resource.startsWith('role/') && name !== '') return roleCaller(base, principal, true, undefined, undefined);
  return { kind: 'unreadable', text: principal };
}

function accountCaller(arn: string, account: string, partition: string): AccountCaller {
  return { arn, account, partition, accountArn: `arn:${partition}:iam::${account}:root` };
}

function readSession(request: AuthorizationRequest, principal: string, { resource, account, partition }: Arn): Caller | undefined {
  const [type, role, session, ...rest] = resource.split('/');
  if (role === undefined || role === '') return undefined;
  const base = accountCaller(principal, account, partition);
  if (type === 'federated-user' && session === undefined) {
    return { kind: 'federatedUser', ...base, name: role, userArn: `arn:${partition}:iam::${account}:user/${role}` };
  }
  if (type !== 'assumed-role' || session === undefined || session === '' || rest.length > 0) return undefined;
  const given = givenRoleArn(request, role);
  const roleArn = given ?? `arn:${partition}:iam::${account}:role/${role}`;
  const roleArnIsKnown = given !== undefined || !role.startsWith('AWSReservedSSO_');
  return roleCaller(base, roleArn, roleArnIsKnown, principal, session);
}

function roleCaller(
  account: AccountCaller,
  roleArn: string,
  roleArnIsKnown: boolean,
  sessionArn: string | undefined,
  sessionName: string | undefined,
): RoleCaller {
  return {
    ...account,
    kind: 'role',
    roleName: roleArn.slice(roleArn.lastIndexOf('/') + 1),
    roleArn,
    roleArnIsKnown,
    sessionArn,
    sessionName,
    serviceLinked: roleArn.includes(':role/aws-service-role/'),
  };
}

function givenRoleArn(request: AuthorizationRequest, role: string): string | undefined {
  const given = givenText(request, 'aws:principalarn');
  return given !== undefined && given.includes(':role/') && given.endsWith(`/${role}`) ? given : undefined;
}

function givenText(request: AuthorizationRequest, lookupKey: string): string | undefined {
  for (const [key, value] of Object.entries(request.context)) {
    if (key.toLowerCase() === lookupKey && (typeof value === 'string' || typeof value === 'boolean')) return String(value);
  }
  return undefined;
}

function isServicePrincipal(text: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|amazonaws\.eu)$/i.test(text);
}

/** The account of a caller; services, anonymous and external callers have none. */
export function accountOf(caller: Caller): string | undefined {
  return 'account' in caller ? caller.account : undefined;
}
