import type { Layer } from './decision';
import type { Trace } from './trace';

/**
 * The access denied message that AWS would print; undefined for a request that is not denied. In AWS's words, which are English in
 * every language.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
 */
export function awsDenialMessage({ decision, decidedBy, request, rule }: Trace): string | undefined {
  if (decidedBy === null || rule !== undefined || (decision !== 'explicitDeny' && decision !== 'implicitDeny')) return undefined;
  const who = typeof request.principal === 'string' ? request.principal : request.principal.federated;
  const start = `User: ${who} is not authorized to perform: ${request.action} on resource: ${request.resource}`;
  const kind = awsName(decidedBy.layer);
  if (decision === 'explicitDeny') return `${start} with an explicit deny in ${article(kind)} ${kind}`;
  return `${start} because no ${kind} allows the ${request.action} action`;
}

function awsName(layer: Layer): string {
  switch (layer) {
    case 'identity':
      return 'identity-based policy';
    case 'permissionsBoundary':
      return 'permissions boundary';
    case 'session':
      return 'session policy';
    case 'resource':
      return 'resource-based policy';
    case 'scp':
      return 'service control policy';
    case 'rcp':
      return 'resource control policy';
    case 'vpcEndpoint':
      return 'VPC endpoint policy';
  }
}

function article(noun: string): 'a' | 'an' {
  return noun.startsWith('i') ? 'an' : 'a';
}
