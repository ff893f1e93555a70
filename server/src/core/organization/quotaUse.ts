import type { Catalog } from '../catalog/catalog';

import { attachedReferences, policyTypeApplies } from './effectivePolicies';
import type { AttachmentTarget, Organization, OrganizationPolicyType } from './organization';
import { policyTypeFolders } from './organizationPolicyTypes';

/** Where the limits come from. */
export type Quotas = Pick<Catalog, 'quota'>;

/** How many policies of a type one root, OU or account has, of how many it can have. */
export interface QuotaUse {
  readonly type: OrganizationPolicyType;
  /** With those that AWS attaches. */
  readonly attached: number;
  /** Undefined where AWS's limit is not known. */
  readonly limit: number | undefined;
}

const names: Readonly<Partial<Record<OrganizationPolicyType, string>>> = {
  scp: 'scpsPerTarget',
  rcp: 'rcpsPerTarget',
  tag: 'tagPoliciesPerTarget',
  backup: 'backupPoliciesPerTarget',
  'ai-opt-out': 'aiServicesOptOutPoliciesPerTarget',
};

/**
 * How many policies of a type AWS attaches to one root, OU or account; undefined where that is not known.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
 */
export function attachmentQuota(type: OrganizationPolicyType, quotas: Quotas): number | undefined {
  const name = names[type];
  return name === undefined ? undefined : quotas.quota(name);
}

/** What one type has attached to a target, whether the type is on or not. */
export function attachmentUse(target: Pick<AttachmentTarget, 'attach'>, type: OrganizationPolicyType, quotas: Quotas): QuotaUse {
  return { type, attached: attachedReferences(target, type).length, limit: attachmentQuota(type, quotas) };
}

/**
 * What each policy type that is enabled has attached to a target, in AWS's order of types. None while the manifest is broken: what is not
 * read may be attached all the same.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
 */
export function quotaUse(
  organization: Pick<Organization, 'featureSet' | 'root' | 'manifestIsBroken'>,
  target: Pick<AttachmentTarget, 'attach'>,
  quotas: Quotas,
): readonly QuotaUse[] {
  if (organization.manifestIsBroken) return [];
  const enabled = policyTypeFolders.filter((type) => policyTypeApplies(organization, type));
  return enabled.map((type) => attachmentUse(target, type, quotas));
}

/** `7/10`, or `7` where the limit is not known. */
export function quotaUseText({ attached, limit }: QuotaUse): string {
  return limit === undefined ? String(attached) : `${attached}/${limit}`;
}
