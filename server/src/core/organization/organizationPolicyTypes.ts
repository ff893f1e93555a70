import type { OrganizationPolicyType } from './organization';

/**
 * The policy types of AWS Organizations: the name of the API, and the folder of the native layout (the first part of a reference).
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_PolicyTypeSummary.html>
 */
const rows = [
  ['SERVICE_CONTROL_POLICY', 'scp'],
  ['RESOURCE_CONTROL_POLICY', 'rcp'],
  ['DECLARATIVE_POLICY_EC2', 'ec2'],
  ['TAG_POLICY', 'tag'],
  ['BACKUP_POLICY', 'backup'],
  ['AISERVICES_OPT_OUT_POLICY', 'ai-opt-out'],
  ['CHATBOT_POLICY', 'chat'],
  ['SECURITYHUB_POLICY', 'securityhub'],
  ['SECURITYHUB_CSPM_POLICY', 'securityhub-cspm'],
  ['INSPECTOR_POLICY', 'inspector'],
  ['GUARDDUTY_POLICY', 'guardduty'],
  ['UPGRADE_ROLLOUT_POLICY', 'upgrade-rollout'],
  ['BEDROCK_POLICY', 'bedrock'],
  ['S3_POLICY', 's3'],
  ['NETWORK_SECURITY_DIRECTOR_POLICY', 'network-security-director'],
] as const satisfies readonly (readonly [string, OrganizationPolicyType])[];

const byConstant: ReadonlyMap<string, OrganizationPolicyType> = new Map(rows);
const folders: ReadonlyMap<string, OrganizationPolicyType> = new Map(rows.map(([, folder]) => [folder, folder]));

/** The type of a name of the API (`SERVICE_CONTROL_POLICY`), or undefined. */
export function policyTypeOfConstant(constant: string): OrganizationPolicyType | undefined {
  return byConstant.get(constant);
}

/** The type of a folder (`scp`), or undefined. */
export function policyTypeOfFolder(folder: string): OrganizationPolicyType | undefined {
  return folders.get(folder);
}

/** The name of the API for a type. */
export function constantOfPolicyType(type: OrganizationPolicyType): string {
  return rows.find(([, folder]) => folder === type)?.[0] ?? type;
}

export const policyTypeConstants: readonly string[] = rows.map(([constant]) => constant);
export const policyTypeFolders: readonly OrganizationPolicyType[] = rows.map(([, folder]) => folder);

/** Policies of Organizations that AWS manages, by reference. They are implicit: no file holds them. */
export const awsManagedOrganizationPolicies = [
  {
    reference: 'scp/FullAWSAccess',
    type: 'scp',
    name: 'FullAWSAccess',
    id: 'p-FullAWSAccess',
    arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
  },
  {
    reference: 'rcp/RCPFullAWSAccess',
    type: 'rcp',
    name: 'RCPFullAWSAccess',
    id: 'p-RCPFullAWSAccess',
    arn: 'arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess',
  },
] as const;
