import type { PolicyValue } from '../../policy/policy';
import type { CheckedCondition } from '../readStatement';

import { isPrivate, readRange } from './ipRange';

/** The private ranges among the values that `aws:SourceIp` is compared with, and whether there are others. */
export interface PrivateSources {
  readonly values: readonly PolicyValue[];
  readonly all: boolean;
}

/** Undefined unless the entry compares `aws:SourceIp` by this operator with at least one private range; what is no range counts as public. */
export function privateSources(
  { read, keyName, values: all }: CheckedCondition,
  operator: 'IpAddress' | 'NotIpAddress',
): PrivateSources | undefined {
  if (keyName !== 'aws:sourceip' || read?.name !== operator) return undefined;
  const values = all.filter(({ text }) => {
    const range = readRange(text);
    return range !== undefined && isPrivate(range);
  });
  return values.length === 0 ? undefined : { values, all: values.length === all.length };
}
