import type { Check } from '../check';

import { allowNotactionWithUnsupportedTagConditionKeyForService } from './allowNotactionWithUnsupportedTagConditionKeyForService';
import { confirmAudienceClaimType } from './confirmAudienceClaimType';
import { denyNotactionWithUnsupportedTagConditionKeyForService } from './denyNotactionWithUnsupportedTagConditionKeyForService';
import { duplicateKeysWithDifferentCase } from './duplicateKeysWithDifferentCase';
import { dynamodbAttributesWithoutSelect } from './dynamodbAttributesWithoutSelect';
import { emptyArrayCondition } from './emptyArrayCondition';
import { emptyArrayConditionForallvalues } from './emptyArrayConditionForallvalues';
import { emptyArrayConditionForanyvalue } from './emptyArrayConditionForanyvalue';
import { emptyArrayConditionIfexists } from './emptyArrayConditionIfexists';
import { emptyObjectCondition } from './emptyObjectCondition';
import { equivalentToNullFalse } from './equivalentToNullFalse';
import { equivalentToNullTrue } from './equivalentToNullTrue';
import { forallvaluesWithSingleValuedKey } from './forallvaluesWithSingleValuedKey';
import { foranyvalueWithAudienceClaimType } from './foranyvalueWithAudienceClaimType';
import { improveIpRange } from './improveIpRange';
import { invalidConditionDataType } from './invalidConditionDataType';
import { invalidConditionKeyFormat } from './invalidConditionKeyFormat';
import { invalidConditionMultipleBoolean } from './invalidConditionMultipleBoolean';
import { invalidConditionOperator } from './invalidConditionOperator';
import { invalidDateValue } from './invalidDateValue';
import { invalidGlobalConditionKey } from './invalidGlobalConditionKey';
import { invalidPolicyTypeValue } from './invalidPolicyTypeValue';
import { invalidRegion } from './invalidRegion';
import { invalidServiceConditionKey } from './invalidServiceConditionKey';
import { invalidServicePrincipalFormat } from './invalidServicePrincipalFormat';
import { invalidVariableForOperator } from './invalidVariableForOperator';
import { invalidVpcFormat } from './invalidVpcFormat';
import { invalidVpceFormat } from './invalidVpceFormat';
import { missingPairedConditionKeys } from './missingPairedConditionKeys';
import { missingQualifier } from './missingQualifier';
import { missingSlashInOrganizationPath } from './missingSlashInOrganizationPath';
import { missingTagKeyInCondition } from './missingTagKeyInCondition';
import { nullWithIfExists } from './nullWithIfExists';
import { nullWithQualifier } from './nullWithQualifier';
import { privateIpAddress } from './privateIpAddress';
import { privateIpAddressSubset } from './privateIpAddressSubset';
import { privateNotIpAddress } from './privateNotIpAddress';
import { privateNotIpAddressSubset } from './privateNotIpAddressSubset';
import { rcpMissingRelatedPrincipalConditionKey } from './rcpMissingRelatedPrincipalConditionKey';
import { rcpMissingRelatedServicePrincipalConditionKey } from './rcpMissingRelatedServicePrincipalConditionKey';
import { rcpMissingServiceConditionKeyNullCheck } from './rcpMissingServiceConditionKeyNullCheck';
import { redundantConditionValueNum } from './redundantConditionValueNum';
import { redundantKeyDueToWildcardInCondition } from './redundantKeyDueToWildcardInCondition';
import { redundantStatementDueToWildcardInCondition } from './redundantStatementDueToWildcardInCondition';
import { resourceTagOnCreation } from './resourceTagOnCreation';
import { s3PrefixInNegativeContext } from './s3PrefixInNegativeContext';
import { specificGithubRepoAndBranchRecommended } from './specificGithubRepoAndBranchRecommended';
import { stringLikeOperatorWithArnConditionKeys } from './stringLikeOperatorWithArnConditionKeys';
import { typeMismatch } from './typeMismatch';
import { typeMismatchBoolean } from './typeMismatchBoolean';
import { typeMismatchDate } from './typeMismatchDate';
import { typeMismatchIpRange } from './typeMismatchIpRange';
import { typeMismatchNumber } from './typeMismatchNumber';
import { typeMismatchString } from './typeMismatchString';
import { unsupportedGlobalConditionKey } from './unsupportedGlobalConditionKey';
import { wildcardWithoutLikeOperator } from './wildcardWithoutLikeOperator';

/** The checks of this folder, by name. */
export const conditionChecks: readonly Check[] = [
  allowNotactionWithUnsupportedTagConditionKeyForService,
  confirmAudienceClaimType,
  denyNotactionWithUnsupportedTagConditionKeyForService,
  duplicateKeysWithDifferentCase,
  dynamodbAttributesWithoutSelect,
  emptyArrayCondition,
  emptyArrayConditionForallvalues,
  emptyArrayConditionForanyvalue,
  emptyArrayConditionIfexists,
  emptyObjectCondition,
  equivalentToNullFalse,
  equivalentToNullTrue,
  forallvaluesWithSingleValuedKey,
  foranyvalueWithAudienceClaimType,
  improveIpRange,
  invalidConditionDataType,
  invalidConditionKeyFormat,
  invalidConditionMultipleBoolean,
  invalidConditionOperator,
  invalidDateValue,
  invalidGlobalConditionKey,
  invalidPolicyTypeValue,
  invalidRegion,
  invalidServiceConditionKey,
  invalidServicePrincipalFormat,
  invalidVariableForOperator,
  invalidVpcFormat,
  invalidVpceFormat,
  missingPairedConditionKeys,
  missingQualifier,
  missingSlashInOrganizationPath,
  missingTagKeyInCondition,
  nullWithIfExists,
  nullWithQualifier,
  privateIpAddress,
  privateIpAddressSubset,
  privateNotIpAddress,
  privateNotIpAddressSubset,
  rcpMissingRelatedPrincipalConditionKey,
  rcpMissingRelatedServicePrincipalConditionKey,
  rcpMissingServiceConditionKeyNullCheck,
  redundantConditionValueNum,
  redundantKeyDueToWildcardInCondition,
  redundantStatementDueToWildcardInCondition,
  resourceTagOnCreation,
  s3PrefixInNegativeContext,
  specificGithubRepoAndBranchRecommended,
  stringLikeOperatorWithArnConditionKeys,
  typeMismatch,
  typeMismatchBoolean,
  typeMismatchDate,
  typeMismatchIpRange,
  typeMismatchNumber,
  typeMismatchString,
  unsupportedGlobalConditionKey,
  wildcardWithoutLikeOperator,
];
