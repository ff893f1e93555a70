import { isAccountId, parseArn } from '../policy/arn';
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
interface AccountCaller {
  /** The ARN of the request's principal. */
  readonly arn: string;
  readonly account: string;
  readonly partition: string;
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
  /** A session of AssumeRoot: it may do what its task policy says and nothing else. */
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
  const account = { arn: principal, account: arn.account, partition: arn.partition };
  const [type = '', ...rest] = arn.resource.split('/');
  const name = rest.at(-1) ?? '';
  if (!isAccountId(arn.account)) return { kind: 'unreadable', text: principal };
  if (arn.service === 'iam') {
    if (arn.resource === 'root') return { ...account, kind: 'root', assumedRoot: givenText(request, 'aws:assumedroot') === 'true' };
    if (type === 'user' && name !== '') return { ...account, kind: 'user', name };
    if (type === 'role' && name !== '') return roleCaller(account, principal, true, undefined, undefined);
  }
  if (arn.service === 'sts') {
    if (type === 'federated-user' && name !== '') {
      return { ...account, kind: 'federatedUser', name, userArn: `arn:${arn.partition}:iam::${arn.account}:user/${name}` };
    }
    const [role, session] = rest;
    if (type === 'assumed-role' && role !== undefined && session !== undefined && rest.length === 2) {
      const given = givenRoleArn(request, role);
      const roleArn = given ?? `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
      return roleCaller(account, roleArn, given !== undefined || !role.startsWith('AWSReservedSSO_'), principal, session);
    }
  }
  return { kind: 'unreadable', text: principal };
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
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|amazonaws\.eu)$/.test(text);
}

/** The account of a caller; services, anonymous and external callers have none. */
export function accountOf(caller: Caller): string | undefined {
  return 'account' in caller ? caller.account : undefined;
}
