import type { Catalog } from '../catalog/catalog';
import { minifiedSize, sizeWithoutWhitespace } from '../checks/support/policySize';
import type { PolicyType } from '../policy/policyType';
import type { JsonNode } from '../syntax/nodes';

/** How long one document of a policy type may be, how that is counted, and whether several documents can do the work of one. */
export interface PolicyQuota {
  readonly limit: number;
  measure(node: JsonNode): number;
  /** Several policies may be attached, and each statement counts wherever it stands. */
  readonly severalAllowed: boolean;
}

/** The quota that decides whether a policy has to be split. An identity policy is taken for a managed one: those come in numbers. */
export function policyQuota(type: PolicyType, catalog: Catalog): PolicyQuota | undefined {
  const [name, measure, severalAllowed] = rows[type] ?? [];
  const limit = name === undefined ? undefined : catalog.quota(name);
  if (limit === undefined || measure === undefined) return undefined;
  return { limit, measure, severalAllowed: severalAllowed === true };
}

/** IAM counts no white space; the Organizations console removes it. */
const rows: Readonly<Partial<Record<PolicyType, readonly [string, (node: JsonNode) => number, boolean]>>> = {
  identity: ['managedPolicySize', sizeWithoutWhitespace, true],
  scp: ['scpDocumentSize', minifiedSize, true],
  rcp: ['rcpDocumentSize', minifiedSize, true],
  permissionsBoundary: ['managedPolicySize', sizeWithoutWhitespace, false],
  trust: ['trustPolicySize', sizeWithoutWhitespace, false],
  session: ['sessionPolicySize', sizeWithoutWhitespace, false],
  'resource:s3-bucket': ['s3BucketPolicySize', minifiedSize, false],
  'resource:kms-key': ['kmsKeyPolicySize', minifiedSize, false],
  vpcEndpoint: ['vpcEndpointPolicySize', minifiedSize, false],
  delegation: ['delegationPolicySize', minifiedSize, false],
};
