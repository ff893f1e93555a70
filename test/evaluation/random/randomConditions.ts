import type { ConditionJson, OneOrMany, Scalar } from '../reference/scenario';
import { toList } from '../reference/scenario';
import type { KeyKind, RandomKey } from './keys';
import type { RandomSource } from './randomSource';

const operators: Readonly<Record<KeyKind, readonly string[]>> = {
  text: [
    'StringEquals',
    'StringEquals',
    'StringNotEquals',
    'StringLike',
    'StringNotLike',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
  ],
  list: ['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'StringEqualsIgnoreCase'],
  arn: ['ArnLike', 'ArnEquals', 'ArnNotLike', 'ArnNotEquals', 'StringEquals', 'StringLike'],
  flag: ['Bool'],
  number: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  date: ['DateLessThan', 'DateGreaterThan', 'DateLessThanEquals', 'DateGreaterThanEquals', 'DateEquals', 'DateNotEquals'],
  address: ['IpAddress', 'IpAddress', 'NotIpAddress'],
  bytes: ['BinaryEquals'],
};

type Context = Readonly<Record<string, OneOrMany<Scalar>>>;

/** A condition on some of the keys that, more often than not, holds for the context. */
export function randomCondition(keys: readonly RandomKey[], context: Context, random: RandomSource): ConditionJson {
  const chosen = random.sample(keys, random.chance(0.25) ? 2 : 1);
  const condition: Record<string, Record<string, OneOrMany<Scalar>>> = {};
  for (const key of chosen) {
    const operator = randomOperator(key, context, random);
    condition[operator] = { ...condition[operator], [randomCase(key.name, random)]: randomValues(operator, key, context, random) };
  }
  return condition;
}

function randomOperator(key: RandomKey, context: Context, random: RandomSource): string {
  if (random.chance(0.08)) return 'Null';
  const isWrongType = random.chance(0.02) && (key.derived ?? context[key.name]) !== undefined && key.kind === 'text';
  const base = isWrongType
    ? random.pick(['NumericEquals', 'NumericNotEquals', 'DateNotEquals', 'IpAddress'])
    : random.pick(operators[key.kind]);
  const cased = random.chance(0.03) ? base.toLowerCase() : base;
  const named = `${cased}${random.chance(0.18) ? 'IfExists' : ''}`;
  const isQualified = random.chance(key.kind === 'list' ? 0.94 : 0.1);
  return isQualified ? `${random.pick(['ForAnyValue', 'ForAllValues'])}:${named}` : named;
}

function randomCase(name: string, random: RandomSource): string {
  return random.chance(0.1) ? random.pick([name.toLowerCase(), name.toUpperCase()]) : name;
}

function randomValues(operator: string, key: RandomKey, context: Context, random: RandomSource): OneOrMany<Scalar> {
  if (operator === 'Null') return random.pick(['true', 'false', true, false]);
  const isNegated = /not/i.test(operator);
  const fits = random.chance(isNegated ? 0.25 : 0.75);
  const actual = [...toList(context[key.name]).map(String), ...toList(key.derived)];
  const unlike = key.samples.filter((sample) => !actual.includes(sample));
  const first = fits && actual.length > 0 ? random.pick(actual) : random.pick(unlike.length > 0 ? unlike : key.samples);
  const values = random.chance(0.25) ? [first, random.pick(key.samples)] : [first];
  const written = values.map((value) => writeValue(operator, key.kind, value, random));
  const [only] = written;
  return only !== undefined && written.length === 1 && random.chance(0.6) ? only : written;
}

function writeValue(operator: string, kind: KeyKind, value: string, random: RandomSource): Scalar {
  if (/like/i.test(operator) && random.chance(0.7)) return withWildcard(value, kind, !/forall/i.test(operator), random);
  if (/arn(not)?equals/i.test(operator) && random.chance(0.3)) return withWildcard(value, kind, true, random);
  if (/ignorecase/i.test(operator)) return random.pick([value, value.toUpperCase()]);
  if (kind === 'address') return block(value, random);
  if (kind === 'flag')
    return random.weighted<Scalar>([
      [6, value],
      [2, value === 'true'],
      [1, value.toUpperCase()],
    ]);
  if (kind === 'number') return random.chance(0.3) ? Number(value) : value;
  if (kind === 'date' && random.chance(0.3)) return random.pick(['1780000000', '2026-06-01T14:00:00+02:00', '2026-03-01', 1770000000]);
  if (/^string/i.test(operator.replace(/^.*:/, '')) && random.chance(0.1)) return random.pick(variables);
  return value;
}

const variables = [
  '${aws:username}',
  '${aws:PrincipalTag/team}',
  "${aws:PrincipalTag/team, 'data'}",
  'home/${aws:username}/',
  '${aws:PrincipalAccount}',
  '${*}',
];

/** Bare stars are left to operators for which an empty value is like any other. */
function withWildcard(value: string, kind: KeyKind, mayBeBare: boolean, random: RandomSource): string {
  if (kind === 'arn') {
    if (random.chance(0.03)) return '*';
    const parts = value.split(':');
    const index = random.pick([3, 4, 5]);
    return parts.map((part, place) => (place === index || (index === 5 && place > 5) ? star(part, random) : part)).join(':');
  }
  return mayBeBare && random.chance(0.1) ? '*' : star(value, random);
}

function star(value: string, random: RandomSource): string {
  const at = 1 + random.below(value.length - 1);
  if (random.chance(0.25)) return `${value.slice(0, at)}?${value.slice(at + 1)}`;
  return random.chance(0.6) ? `${value.slice(0, at)}*` : `*${value.slice(at)}`;
}

function block(value: string, random: RandomSource): string {
  if (random.chance(0.2)) return value;
  return `${value}/${value.includes(':') ? random.pick([32, 64, 128]) : random.pick([8, 16, 23, 24, 32])}`;
}
