import type { LaterPolicyType, OrganizationPolicyType } from './organization';

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
const byFolder: ReadonlyMap<string, string> = new Map(rows.map(([constant, folder]) => [folder, constant]));

/** The type of a name of the API (`SERVICE_CONTROL_POLICY`), one that is newer than this list among them; undefined for any other text. */
export function policyTypeOfConstant(constant: string): OrganizationPolicyType | undefined {
  const known = byConstant.get(constant);
  if (known !== undefined) return known;
  return /^[A-Z][A-Z0-9_]*_POLICY$/.test(constant) ? laterType(constant.toLowerCase().replaceAll('_', '-')) : undefined;
}

/** The type of a folder (`scp`, or `network-mesh-policy` for a type that is newer than this list), or undefined. */
export function policyTypeOfFolder(folder: string): OrganizationPolicyType | undefined {
  const constant = byFolder.get(folder);
  return constant === undefined ? laterType(folder) : byConstant.get(constant);
}

/** What the API calls a type. */
export function policyTypeConstantOf(type: OrganizationPolicyType): string {
  return byFolder.get(type) ?? type.toUpperCase().replaceAll('-', '_');
}

/** AWS adds types all the time: one that has the form of a name is loaded as it stands. */
export function isLaterType(type: string): type is LaterPolicyType {
  return /^[a-z][a-z0-9-]*-policy$/.test(type);
}

function laterType(folder: string): LaterPolicyType | undefined {
  return isLaterType(folder) ? folder : undefined;
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
