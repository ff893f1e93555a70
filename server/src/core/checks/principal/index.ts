import type { Check } from '../check';

import { allowWithNotPrincipal } from './allowWithNotPrincipal';
import { emptyArrayPrincipal } from './emptyArrayPrincipal';
import { emptyObjectPrincipal } from './emptyObjectPrincipal';
import { federatedPrincipalNotSupported } from './federatedPrincipalNotSupported';
import { invalidFederatedPrincipalSyntaxInRoleTrustPolicy } from './invalidFederatedPrincipalSyntaxInRoleTrustPolicy';
import { invalidPrincipalFormat } from './invalidPrincipalFormat';
import { invalidPrincipalKey } from './invalidPrincipalKey';
import { invalidRoleReference } from './invalidRoleReference';
import { invalidUserReference } from './invalidUserReference';
import { missingConditionKeyForOidcPrincipal } from './missingConditionKeyForOidcPrincipal';
import { missingGithubRepoConditionKey } from './missingGithubRepoConditionKey';
import { rcpSyntaxErrorPrincipal } from './rcpSyntaxErrorPrincipal';
import { redundantPrincipalInRoleTrustPolicy } from './redundantPrincipalInRoleTrustPolicy';
import { roleTrustPolicySyntaxErrorNotprincipal } from './roleTrustPolicySyntaxErrorNotprincipal';
import { roleTrustPolicyUnsupportedWildcardInPrincipal } from './roleTrustPolicyUnsupportedWildcardInPrincipal';
import { scpSyntaxErrorPrincipal } from './scpSyntaxErrorPrincipal';
import { unsupportedPrincipal } from './unsupportedPrincipal';
import { unsupportedWildcardInPrincipal } from './unsupportedWildcardInPrincipal';

/** The checks of this folder, by name. */
export const principalChecks: readonly Check[] = [
  allowWithNotPrincipal,
  emptyArrayPrincipal,
  emptyObjectPrincipal,
  federatedPrincipalNotSupported,
  invalidFederatedPrincipalSyntaxInRoleTrustPolicy,
  invalidPrincipalFormat,
  invalidPrincipalKey,
  invalidRoleReference,
  invalidUserReference,
  missingConditionKeyForOidcPrincipal,
  missingGithubRepoConditionKey,
  rcpSyntaxErrorPrincipal,
  redundantPrincipalInRoleTrustPolicy,
  roleTrustPolicySyntaxErrorNotprincipal,
  roleTrustPolicyUnsupportedWildcardInPrincipal,
  scpSyntaxErrorPrincipal,
  unsupportedPrincipal,
  unsupportedWildcardInPrincipal,
];
