import type { CheckDecision } from '../core/evaluation/operations';
import type { ResultParts } from '../core/evaluation/scenarioResult';

import { decisionSign } from './explanation';
import type { ExplanationStyle } from './explanation';
import { alignColumns } from './styles';

/** The roles taken on the way and the checks of an operation, each with its sign; checks of a role only where they tell something. */
export function partLines({ hops = [], checks = [] }: ResultParts, { styles }: ExplanationStyle): readonly string[] {
  const rowOf = (indent: string) => (check: CheckDecision) => [
    `${indent}${decisionSign(check.decision, styles)} ${check.action}`,
    styles.dim(check.resource ?? '?'),
  ];
  const roles = hops.flatMap(({ role, trace, checks: ofRole }, place) => [
    `    ${decisionSign(trace.decision, styles)} ${place + 1}. ${role}`,
    ...(ofRole.length > 1 ? alignColumns(ofRole.map(rowOf('      '))) : []),
  ]);
  return [...roles, ...alignColumns(checks.map(rowOf('    ')))];
}
