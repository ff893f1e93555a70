import type { Catalog } from '../catalog/catalog';
import type { PolicySet } from './request';

/** What is known beside the request: the catalog, and as much of the organization as there is. */
export interface RequestFacts {
  readonly catalog: Catalog;
  readonly managementAccount?: string | undefined;
  /** Whether the caller's account is in an organization; undefined: nobody knows. */
  readonly principalInOrganization?: boolean | undefined;
  readonly resourceInOrganization?: boolean | undefined;
  /** True: the request goes through a VPC endpoint. */
  readonly viaVpcEndpoint?: boolean | undefined;
  /** Whether the caller's account administers a service for the organization. */
  readonly isDelegatedAdministrator?: boolean | undefined;
  /** The caller's account, where the organization knows it. */
  readonly principal?: AccountFacts | undefined;
  readonly resource?: AccountFacts | undefined;
  readonly principalTags?: Readonly<Record<string, string>> | undefined;
  /** Tags of the resource itself; a service that does not support them in conditions carries none. */
  readonly resourceTags?: Readonly<Record<string, string>> | undefined;
}

/** An account's place in an organization. */
export interface AccountFacts {
  readonly organizationId: string;
  /** `o-ORG/r-ROOT/ou-A/ou-B/`, without the account's id. */
  readonly organizationPath: string;
}

/** What organization facts the caller of `evaluate` may add. */
export type OrganizationFacts = Omit<RequestFacts, 'catalog'>;

/** What a policy set tells of the request's surroundings: SCPs only reach accounts of an organization, and so on. */
export function policySetFacts(set: PolicySet): OrganizationFacts {
  return {
    managementAccount: set.managementAccount,
    principalInOrganization: set.serviceControlPolicies !== undefined ? true : undefined,
    resourceInOrganization: set.resourceControlPolicies !== undefined ? true : undefined,
    viaVpcEndpoint: set.vpcEndpointPolicies !== undefined && set.vpcEndpointPolicies.length > 0 ? true : undefined,
  };
}
