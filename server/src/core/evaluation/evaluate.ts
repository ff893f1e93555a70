import type { Catalog } from '../catalog/catalog';
import { explain } from './explain';
import { compilePolicySet } from './policySet';
import { prepareRequest } from './prepareRequest';
import type { AuthorizationRequest, PolicySet } from './request';
import { policySetFacts } from './requestFacts';
import type { OrganizationFacts } from './requestFacts';
import type { Trace } from './trace';

/**
 * Whether a request would be allowed, and why: everything in one call. For many requests, or many policy sets, use
 * `prepareRequest`, `compilePolicySet` and `decide`.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
 */
export function evaluate(request: AuthorizationRequest, policySet: PolicySet, catalog: Catalog, facts?: OrganizationFacts): Trace {
  return explain(prepareRequest(request, { catalog, ...factsOf(policySet, facts) }), compilePolicySet(policySet));
}

/** What is known beside a request: facts that are given win over those that the policy set implies. */
export function factsOf(policySet: PolicySet, given: OrganizationFacts | undefined): OrganizationFacts {
  const implied = policySetFacts(policySet);
  if (given === undefined) return implied;
  return {
    ...given,
    managementAccount: given.managementAccount ?? implied.managementAccount,
    principalInOrganization: given.principalInOrganization ?? implied.principalInOrganization,
    resourceInOrganization: given.resourceInOrganization ?? implied.resourceInOrganization,
    viaVpcEndpoint: given.viaVpcEndpoint ?? implied.viaVpcEndpoint,
  };
}
