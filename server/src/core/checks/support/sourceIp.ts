import type { ConditionEntry, PolicyValue } from '../../policy/policy';

import { readOperator } from './conditionOperator';
import { isPrivate, readRange } from './ipRange';
import { isKey } from './keys';

/** The private ranges among the values that `aws:SourceIp` is compared with, and whether there are others. */
export interface PrivateSources {
  readonly values: readonly PolicyValue[];
  readonly all: boolean;
}

/** Undefined unless the entry compares `aws:SourceIp` by this operator with at least one private range; what is no range counts as public. */
export function privateSources(entry: ConditionEntry, operator: 'IpAddress' | 'NotIpAddress'): PrivateSources | undefined {
  if (!isKey(entry.key.text, 'aws:sourceip') || readOperator(entry.operator.text)?.name !== operator) return undefined;
  const values = entry.values.filter(({ text }) => {
    const range = readRange(text);
    return range !== undefined && isPrivate(range);
  });
  return values.length === 0 ? undefined : { values, all: values.length === entry.values.length };
}
