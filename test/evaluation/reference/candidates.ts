import type { Catalog, ConditionKeyType } from '../../../server/src/core/catalog/catalog';

import { operatorNameOf } from './conditions';
import { stateOf } from './context';
import { escapeSource } from './glob';
import { readAddress, readBoolean, readDate, readNumber } from './operators';
import { splitArn } from './resources';
import type { ScenarioJson } from './scenario';
import { partsOf } from './variables';

/** A test that some statement puts to a key, or a text that takes its value. */
export type Question =
  | { readonly kind: 'condition'; readonly key: string; readonly operator: string; readonly expected: readonly string[] }
  | { readonly kind: 'variable'; readonly key: string; readonly text: string; readonly against: readonly string[] };

/** Stands for any value that no policy speaks of, and for any that two keys share. */
const other = 'zz-other';
const shared = 'zz-shared';

/** Values of an unknown key: for each question one that answers yes and one that answers no, where there are such. */
export function candidateValues(key: string, questions: readonly Question[], scenario: ScenarioJson, catalog: Catalog): readonly string[] {
  const about = questions.filter((question) => question.key.toLowerCase() === key.toLowerCase());
  const values = new Set<string>([other, ...defaultValues(catalog.conditionKey(key)?.type)]);
  for (const question of about) {
    if (question.kind === 'variable') {
      values.add(shared);
      for (const text of question.against) for (const value of solve(question.text, key, text, scenario)) values.add(value);
    } else {
      const expected = question.expected.flatMap((text) => [text, withKnownVariables(text, scenario)]);
      for (const value of valuesAround(operatorNameOf(question.operator).base, expected)) values.add(value);
    }
  }
  const patterns = about.flatMap((question) => (question.kind === 'condition' && /like/i.test(question.operator) ? question.expected : []));
  for (const left of patterns)
    for (const right of patterns) values.add(left.replaceAll('*', right.replace(/[*?]/g, '')).replaceAll('?', 'z'));
  return [...values].filter((value) => value !== '' && fits(value, catalog.conditionKey(key)?.type));
}

function defaultValues(type: ConditionKeyType | undefined): readonly string[] {
  switch (type) {
    case 'Bool':
      return ['true', 'false'];
    case 'Date':
      return ['2001-01-01T00:00:00Z'];
    case 'IPAddress':
      return ['192.0.2.77', '2001:db8:77::77'];
    case 'ARN':
      return ['arn:zz:zz:zz:zz:zz'];
    case 'Numeric':
      return ['987654'];
    case 'Binary':
      return ['enp6eg=='];
    default:
      return [];
  }
}

/** Whether a key of the type can have the value. */
function fits(value: string, type: ConditionKeyType | undefined): boolean {
  switch (type) {
    case 'Bool':
      return readBoolean(value) !== undefined;
    case 'Date':
      return readDate(value) !== undefined;
    case 'IPAddress':
      return readAddress(value) !== undefined && !value.includes('/');
    case 'ARN':
      return splitArn(value).length === 6;
    case 'Numeric':
      return readNumber(value) !== undefined;
    default:
      return true;
  }
}

/** Values on both sides of each border that an operator draws. */
function valuesAround(base: string, expected: readonly string[]): readonly string[] {
  if (base.startsWith('numeric')) return expected.flatMap((text) => neighbours(readNumber(text), 1, 0.5).map(String));
  if (base.startsWith('date'))
    return expected.flatMap((text) => neighbours(readDate(text), 1000, 500).map((time) => new Date(time).toISOString()));
  if (base === 'bool') return ['true', 'false'];
  if (base.endsWith('ipaddress')) return expected.flatMap(addressesAround);
  return expected.flatMap((text) => [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replaceAll('*', '').replaceAll('?', 'z'),
    text.replaceAll(/[*?]/g, 'z'),
    `${text}z`,
  ]);
}

function neighbours(value: number | undefined, ...distances: readonly number[]): readonly number[] {
  if (value === undefined) return [];
  return [value, ...distances.flatMap((distance) => [value - distance, value + distance])];
}

/** First and last address of a block, and the ones beside it. */
function addressesAround(text: string): readonly string[] {
  const block = readAddress(text);
  if (block === undefined) return [];
  const size = 1n << BigInt(block.bits - block.prefix);
  const first = (block.value / size) * size;
  const end = 1n << BigInt(block.bits);
  const near = [first - 1n, first, first + size - 1n, first + size].filter((value) => value >= 0n && value < end);
  return near.map((value) => writeAddress(value, block.bits));
}

function writeAddress(value: bigint, bits: number): string {
  const [count, width, radix, joint] = bits === 32 ? [4, 8n, 10, '.'] : [8, 16n, 16, ':'];
  const groups = Array.from({ length: count }, (_, index) => (value >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n));
  return groups.map((group) => group.toString(radix)).join(joint);
}

/** A text with the variables filled in whose values are known; the others get the value that keys share. */
function withKnownVariables(text: string, scenario: ScenarioJson): string {
  return partsOf(text)
    .map((part) => {
      if ('text' in part) return part.text;
      if ('escape' in part) return part.escape;
      const state = stateOf(part.key, scenario);
      return state.state === 'value' ? (state.values[0] ?? '') : state.state === 'absent' ? (part.fallback ?? shared) : shared;
    })
    .join('');
}

/** What a variable must be for a pattern to become a text: the shortest and the longest way. */
function solve(text: string, key: string, target: string, scenario: ScenarioJson): readonly string[] {
  return ['.*?', '.*'].flatMap((wild) => {
    let isFirst = true;
    const source = partsOf(text).map((part) => {
      if ('text' in part) return escapeSource(part.text).replaceAll('\\*', '.*').replaceAll('\\?', '.');
      if ('escape' in part) return escapeSource(part.escape);
      if (part.key.toLowerCase() !== key.toLowerCase()) {
        const state = stateOf(part.key, scenario);
        return state.state === 'value' ? escapeSource(state.values[0] ?? '') : '.*';
      }
      const group = isFirst ? `(${wild})` : '\\1';
      isFirst = false;
      return group;
    });
    return new RegExp(`^${source.join('')}$`, 's').exec(target)?.slice(1, 2) ?? [];
  });
}
