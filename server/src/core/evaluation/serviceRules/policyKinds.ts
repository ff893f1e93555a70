import type { RequestAction } from '../actions';
import type { Caller } from '../caller';
import type { RequestResource } from '../resources';

const trustPolicyActions: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/** Whether the resource policy in question is a role's trust policy. */
export function concernsTrustPolicy(action: RequestAction): boolean {
  return trustPolicyActions.has(action.full);
}

/**
 * Whether the resource policy must take part even within an account: KMS keys and role trust policies. Aliases and KMS actions
 * without a key are decided by identity policies.
 * <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>, <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
 */
export function resourcePolicyMustGrant(action: RequestAction, resource: RequestResource): boolean {
  if (concernsTrustPolicy(action)) return true;
  return action.service === 'kms' && resource.arn?.service === 'kms' && resource.arn.resource.startsWith('key/');
}

/** <https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html> */
export function isKeyAlias(action: RequestAction, { arn }: RequestResource): boolean {
  return action.service === 'kms' && arn?.service === 'kms' && arn.resource.startsWith('alias/');
}

/**
 * Whether an unsigned request can be made to the service at all.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
 */
export function acceptsAnonymous(action: RequestAction): boolean {
  switch (action.service) {
    case 's3':
    case 'sqs':
    case 'sns':
    case 'execute-api':
      return true;
    case 'lambda':
      return action.name === 'invokefunctionurl' || action.name === 'invokefunction';
    default:
      return false;
  }
}

/**
 * Whether the statement's account principal means the root user alone: in the policy of a gateway endpoint.
 * <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
 */
export function isGatewayEndpointService(service: string): boolean {
  return service === 's3' || service === 'dynamodb';
}

/**
 * The owner's root user can always read and repair the policy of a bucket, whatever that policy denies; an AssumeRoot session with
 * an unlock task can do so for buckets and queues.
 * <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>, <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html>
 */
export function canOverrideResourcePolicy(caller: Caller, action: RequestAction, sameAccount: boolean): boolean {
  return caller.kind === 'root' && sameAccount && repairsResourcePolicy(action, caller.assumedRoot);
}

/** Whether an action reads or repairs a policy that may have locked everybody out; queues' only in an AssumeRoot session. */
export function repairsResourcePolicy(action: RequestAction, assumedRoot: boolean): boolean {
  if (action.service === 's3') return ['getbucketpolicy', 'putbucketpolicy', 'deletebucketpolicy'].includes(action.name);
  return assumedRoot && action.service === 'sqs' && ['getqueueattributes', 'setqueueattributes'].includes(action.name);
}
