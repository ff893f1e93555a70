import { absentSlot, presentSlot } from './context';
import type { ContextSlot } from './context';
import { fromPrincipal } from './contextSource';
import type { ContextSource } from './contextSource';

// Keys that only sessions of a role carry.
const ofRoleSessions: ReadonlySet<string> = new Set([
  'aws:chatbotsourcearn',
  'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc',
  'aws:federatedprovider',
  'aws:sourceidentity',
  'codebuild:buildarn',
  'codebuild:projectarn',
  'ec2:roledelivery',
  'ec2:sourceinstancearn',
  'glue:credentialissuingservice',
  'glue:roleassumedby',
  'identitystore:userid',
  'lambda:sourcefunctionarn',
  'ssm:sourceinstancearn',
]);

/**
 * The keys of the session that a request is made with: absent where the caller can have no such session, else undefined.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-role-session-properties>
 */
export function sessionSlot({ caller, action }: ContextSource, key: string): ContextSlot | undefined {
  const { kind } = caller;
  if (kind === 'unreadable') return undefined;
  switch (key) {
    case 'aws:assumedroot':
      // Who is one says so: the caller is read by it.
      return absentSlot;
    case 'aws:tokenissuetime':
      if (kind === 'role' || kind === 'federatedUser' || (kind === 'root' && caller.assumedRoot)) return presentSlot;
      return 'account' in caller ? undefined : absentSlot;
    case 'aws:multifactorauthpresent':
    case 'aws:multifactorauthage':
      // Not of federated identities, nor of requests that no user's credentials sign.
      return kind === 'federatedUser' || !('account' in caller) ? absentSlot : undefined;
    case 'aws:signinsessionarn':
      return 'account' in caller ? undefined : absentSlot;
    case 'aws:federatedprovider':
      if (kind === 'external' && action.full === 'sts:assumerolewithwebidentity') return fromPrincipal(caller.provider);
      break;
    default:
      if (!ofRoleSessions.has(key)) return undefined;
  }
  if (key === 'aws:sourceidentity' && kind === 'root' && caller.assumedRoot) return undefined;
  return kind === 'role' || kind === 'federatedUser' ? undefined : absentSlot;
}
