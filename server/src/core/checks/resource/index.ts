import type { Check } from '../check';

import { arnAccountNotAllowed } from './arnAccountNotAllowed';
import { arnRegionNotAllowed } from './arnRegionNotAllowed';
import { bucketAndObjectArnMismatch } from './bucketAndObjectArnMismatch';
import { emptyArrayResource } from './emptyArrayResource';
import { emptyVariable } from './emptyVariable';
import { invalidArnAccount } from './invalidArnAccount';
import { invalidArnPrefix } from './invalidArnPrefix';
import { invalidArnRegion } from './invalidArnRegion';
import { invalidArnServiceCase } from './invalidArnServiceCase';
import { invalidPartition } from './invalidPartition';
import { invalidService } from './invalidService';
import { missingArnField } from './missingArnField';
import { missingArnRegion } from './missingArnRegion';
import { missingBraceInVariable } from './missingBraceInVariable';
import { missingQuoteInVariable } from './missingQuoteInVariable';
import { redundantResource } from './redundantResource';
import { resourceForActionWithoutResources } from './resourceForActionWithoutResources';
import { roleTrustPolicySyntaxErrorResource } from './roleTrustPolicySyntaxErrorResource';
import { unsupportedResourceArnInPolicy } from './unsupportedResourceArnInPolicy';
import { unsupportedSpaceInVariable } from './unsupportedSpaceInVariable';
import { wildcardInServiceName } from './wildcardInServiceName';

/** The checks of this folder, by name. */
export const resourceChecks: readonly Check[] = [
  arnAccountNotAllowed,
  arnRegionNotAllowed,
  bucketAndObjectArnMismatch,
  emptyArrayResource,
  emptyVariable,
  invalidArnAccount,
  invalidArnPrefix,
  invalidArnRegion,
  invalidArnServiceCase,
  invalidPartition,
  invalidService,
  missingArnField,
  missingArnRegion,
  missingBraceInVariable,
  missingQuoteInVariable,
  redundantResource,
  resourceForActionWithoutResources,
  roleTrustPolicySyntaxErrorResource,
  unsupportedResourceArnInPolicy,
  unsupportedSpaceInVariable,
  wildcardInServiceName,
];
