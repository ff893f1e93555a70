import type { Check } from '../check';

import { emptySidValue } from './emptySidValue';
import { invalidEffect } from './invalidEffect';
import { missingAction } from './missingAction';
import { missingEffect } from './missingEffect';
import { missingPrincipal } from './missingPrincipal';
import { missingResource } from './missingResource';
import { rcpSyntaxErrorAllow } from './rcpSyntaxErrorAllow';
import { unsupportedElementCombination } from './unsupportedElementCombination';
import { unsupportedSid } from './unsupportedSid';

/** The checks of this folder, by name. */
export const statementChecks: readonly Check[] = [
  emptySidValue,
  invalidEffect,
  missingAction,
  missingEffect,
  missingPrincipal,
  missingResource,
  rcpSyntaxErrorAllow,
  unsupportedElementCombination,
  unsupportedSid,
];
