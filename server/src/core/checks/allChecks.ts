import { actionChecks } from './action';
import { conditionChecks } from './condition';
import { documentChecks } from './document';
import { principalChecks } from './principal';
import { resourceChecks } from './resource';
import { statementChecks } from './statement';
import type { Check } from './check';

/** Every check there is. */
export const allChecks: readonly Check[] = [
  ...documentChecks,
  ...statementChecks,
  ...principalChecks,
  ...actionChecks,
  ...resourceChecks,
  ...conditionChecks,
];
