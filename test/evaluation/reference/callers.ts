/** Who calls, taken apart. */
export type Caller =
  | { readonly kind: 'user'; readonly partition: string; readonly account: string; readonly arn: string; readonly name: string }
  | {
      readonly kind: 'role';
      readonly partition: string;
      readonly account: string;
      readonly roleArn: string;
      /** Undefined: the session's name is not known and equals no literal. */
      readonly sessionArn: string | undefined;
      readonly isServiceLinked: boolean;
    }
  | {
      readonly kind: 'federatedUser';
      readonly partition: string;
      readonly account: string;
      readonly arn: string;
      readonly userArn: string;
      readonly name: string;
    }
  | {
      readonly kind: 'root';
      readonly partition: string;
      readonly account: string;
      readonly arn: string;
      /** A session of AssumeRoot. */
      readonly isAssumed: boolean;
    }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'external'; readonly provider: string };

/**
 * Reads a request's principal; `givenArn` is the `aws:PrincipalArn` of the request, which names the role behind a session, and
 * `assumedRoot` its `aws:AssumedRoot`.
 */
export function callerOf(
  principal: string | { readonly federated: string },
  givenArn: string | undefined,
  assumedRoot: string | undefined,
): Caller {
  if (typeof principal !== 'string') return { kind: 'external', provider: principal.federated };
  if (principal === 'anonymous') return { kind: 'anonymous' };
  if (!principal.startsWith('arn:')) return { kind: 'service', name: principal };
  const [, partition = '', , , account = '', entity = ''] = principal.split(':');
  const [type = '', ...path] = entity.split('/');
  const name = path.at(-1) ?? '';
  const base = { partition, account, arn: principal };
  switch (type) {
    case 'user':
      return { kind: 'user', ...base, name };
    case 'role':
      return role(partition, account, principal, undefined);
    case 'assumed-role':
      return role(partition, account, givenArn ?? `arn:${partition}:iam::${account}:role/${path[0] ?? ''}`, principal);
    case 'federated-user':
      return { kind: 'federatedUser', ...base, userArn: `arn:${partition}:iam::${account}:user/${name}`, name };
    case 'root':
      return { kind: 'root', ...base, isAssumed: assumedRoot?.toLowerCase() === 'true' };
    default:
      throw new Error(`not a principal: ${principal}`);
  }
}

function role(partition: string, account: string, roleArn: string, sessionArn: string | undefined): Caller {
  return { kind: 'role', partition, account, roleArn, sessionArn, isServiceLinked: roleArn.includes(':role/aws-service-role/') };
}

export const accountOf = (caller: Caller) => ('account' in caller ? caller.account : undefined);
export const partitionOf = (caller: Caller) => ('partition' in caller ? caller.partition : undefined);

/** Whether endpoint policies gate the caller. */
export const usesEndpoint = (caller: Caller) => caller.kind !== 'service' && caller.kind !== 'external';
