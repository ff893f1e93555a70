/**
 * What a policy is for; it decides grammar, limits, checks and meaning.
 * `resource:…` names the kind of resource where it is known.
 */
export type PolicyType =
  | 'identity'
  | 'resource'
  | 'resource:s3-bucket'
  | 'resource:kms-key'
  | 'trust'
  | 'scp'
  | 'rcp'
  | 'permissionsBoundary'
  | 'session'
  | 'vpcEndpoint'
  | 'delegation'
  | DeclarativePolicyType;

/** Organizations policies that configure services; they are no access policies and have a grammar of their own. */
export type DeclarativePolicyType =
  | 'ec2'
  | 'tag'
  | 'backup'
  | 'ai-opt-out'
  | 'chat'
  | 'securityhub'
  | 'securityhub-cspm'
  | 'inspector'
  | 'guardduty'
  | 'upgrade-rollout'
  | 'bedrock'
  | 's3'
  | 'network-security-director';
