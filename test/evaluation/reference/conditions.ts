import type { Operator } from './operators';
import { operators } from './operators';
import { tokensOf } from './glob';
import { splitArn } from './resources';
import type { ConditionJson } from './scenario';
import { toList } from './scenario';
import { resolve } from './variables';
import type { World } from './world';

/** An operator's name taken apart (semantics 4.3–4.5); names are read without regard to case. */
export interface OperatorName {
  readonly set: 'forallvalues' | 'foranyvalue' | undefined;
  readonly base: string;
  readonly ifExists: boolean;
}

export function operatorNameOf(name: string): OperatorName {
  const [, set, base = '', ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(name.toLowerCase()) ?? [];
  return { set: set === 'forallvalues' || set === 'foranyvalue' ? set : undefined, base, ifExists: ifExists !== undefined };
}

/** Semantics 4.1: every operator and every key must hold. */
export function holds(condition: ConditionJson | undefined, version: string | undefined, world: World): boolean {
  return Object.entries(condition ?? {}).every(([name, keys]) =>
    Object.entries(keys).every(([key, expected]) => holdsForKey(operatorNameOf(name), key, toList(expected).map(String), version, world)),
  );
}

function holdsForKey(
  { set, base, ifExists }: OperatorName,
  key: string,
  expected: readonly string[],
  version: string | undefined,
  world: World,
): boolean {
  const values = world.values(key);
  if (base === 'null') return !ifExists && isNull(values, expected);
  const operator = operators[base];
  if (operator === undefined) return false;
  const satisfies = (value: string) => satisfiesAny(base, operator, value, expected, version, world);
  const isEmpty = values === undefined || values.length === 0;
  if (set === 'forallvalues') return isEmpty || values.every((value) => value === '') || values.every(satisfies);
  if (set === 'foranyvalue') return isEmpty ? ifExists : values.some(satisfies);
  if (world.isMultivalued(key)) return false; // A7
  if (isEmpty) return ifExists || operator.negated;
  return values.every(satisfies);
}

function isNull(values: readonly string[] | undefined, expected: readonly string[]): boolean {
  const isAbsent = values === undefined || values.every((value) => value === '');
  return expected.some((text) => text.toLowerCase() === String(isAbsent));
}

/** One context value against the list: any of it for a positive operator, none of it for a negated one. */
function satisfiesAny(
  base: string,
  operator: Operator,
  value: string,
  expected: readonly string[],
  version: string | undefined,
  world: World,
): boolean {
  const results = expected.map((text) => {
    const tokens = operator.variables ? resolve(text, version, world) : tokensOf(text);
    if (base.startsWith('arn') && text === '*' && splitArn(value).length === 6) return world.loneStarIsArn;
    return tokens === undefined ? false : operator.compare(value, tokens);
  });
  if (!operator.negated) return results.includes(true);
  return results.every((result) => result === false);
}
