import type { PolicyType } from '../core/policy/policyType';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

/** A policy type in words. */
export function policyTypeMessage(type: PolicyType): Message {
  switch (type) {
    case 'identity':
      return message('Identity-based policy');
    case 'resource':
      return message('Resource-based policy');
    case 'resource:s3-bucket':
      return message('S3 bucket policy');
    case 'resource:kms-key':
      return message('KMS key policy');
    case 'trust':
      return message('Role trust policy');
    case 'scp':
      return message('Service control policy (SCP)');
    case 'rcp':
      return message('Resource control policy (RCP)');
    case 'permissionsBoundary':
      return message('Permissions boundary');
    case 'session':
      return message('Session policy');
    case 'vpcEndpoint':
      return message('VPC endpoint policy');
    case 'delegation':
      return message('Organization delegation policy');
    default:
      return message('Declarative policy ({0})', type);
  }
}
