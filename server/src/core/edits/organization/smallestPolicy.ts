import type { OrganizationPolicyType } from '../../organization/organization';

/** The top-level key of a declarative policy. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_declarative.html> */
const declarativeKeys: ReadonlyMap<string, string> = new Map([
  ['ec2', 'ec2_attributes'],
  ['tag', 'tags'],
  ['backup', 'plans'],
  ['ai-opt-out', 'services'],
  ['chat', 'chatbot'],
  ['securityhub', 'securityhub'],
  ['inspector', 'inspector'],
  ['guardduty', 'guardduty'],
  ['upgrade-rollout', 'upgrade_rollout'],
  ['bedrock', 'bedrock'],
  ['s3', 's3_attributes'],
]);

/** A document to begin with, which AWS accepts: a common guardrail for SCPs and RCPs, an empty frame for declarative policies. */
export function smallestPolicy(type: OrganizationPolicyType, name: string): string {
  const document =
    type === 'scp' || type === 'rcp'
      ? { Version: '2012-10-17', Statement: [statement(type, name)] }
      : { [declarativeKeys.get(type) ?? type.replaceAll('-', '_')]: {} };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function statement(type: 'scp' | 'rcp', name: string) {
  const Sid = name.replace(/[^A-Za-z0-9]/g, '') || 'Statement1';
  return type === 'scp'
    ? { Sid, Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }
    : {
        Sid,
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      };
}
