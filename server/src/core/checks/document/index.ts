import type { Check } from '../check';

import { dataTypeMismatch } from './dataTypeMismatch';
import { invalidPolicyElement } from './invalidPolicyElement';
import { invalidVersion } from './invalidVersion';
import { missingStatement } from './missingStatement';
import { missingVersion } from './missingVersion';
import { policySizeExceedsIdentityPolicyQuota } from './policySizeExceedsIdentityPolicyQuota';
import { policySizeExceedsRcpQuota } from './policySizeExceedsRcpQuota';
import { policySizeExceedsResourcePolicyQuota } from './policySizeExceedsResourcePolicyQuota';
import { policySizeExceedsRoleTrustPolicyQuota } from './policySizeExceedsRoleTrustPolicyQuota';
import { policySizeExceedsScpQuota } from './policySizeExceedsScpQuota';
import { redundantStatement } from './redundantStatement';
import { uniqueSidsRecommended } from './uniqueSidsRecommended';
import { uniqueSidsRequired } from './uniqueSidsRequired';
import { variableUnsupportedInVersion } from './variableUnsupportedInVersion';

/** The checks of this folder, by name. */
export const documentChecks: readonly Check[] = [
  dataTypeMismatch,
  invalidPolicyElement,
  invalidVersion,
  missingStatement,
  missingVersion,
  policySizeExceedsIdentityPolicyQuota,
  policySizeExceedsRcpQuota,
  policySizeExceedsResourcePolicyQuota,
  policySizeExceedsRoleTrustPolicyQuota,
  policySizeExceedsScpQuota,
  redundantStatement,
  uniqueSidsRecommended,
  uniqueSidsRequired,
  variableUnsupportedInVersion,
];
