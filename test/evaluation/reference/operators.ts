import type { Token } from './glob';
import { matchesTokens } from './glob';
import { splitArn } from './resources';
import { textOf } from './variables';

/**
 * One operator without its qualifiers. `compare` tells whether a context value is as one policy value says;
 * undefined when either of them cannot be read as the operator's type.
 */
export interface Operator {
  readonly negated: boolean;
  readonly variables: boolean;
  readonly compare: (value: string, expected: readonly Token[]) => boolean | undefined;
}

type Compare = Operator['compare'];

const equals: Compare = (value, expected) => value === textOf(expected);
const equalsIgnoringCase: Compare = (value, expected) => value.toLowerCase() === textOf(expected).toLowerCase();
const like: Compare = (value, expected) => matchesTokens(expected, value);

/** Reads both sides with `read`, then asks `test`. */
function typed<T>(read: (text: string) => T | undefined, test: (value: T, expected: T) => boolean): Compare {
  return (value, expected) => {
    const left = read(value);
    const right = read(textOf(expected));
    return left === undefined || right === undefined ? undefined : test(left, right);
  };
}

export function readNumber(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** ISO 8601 as the W3C writes it, or seconds since 1970; from 1e11 on they are milliseconds (A25). */
export function readDate(text: string): number | undefined {
  const number = readNumber(text);
  if (number !== undefined && !/^\d{4}$/.test(text)) return Math.abs(number) >= 1e11 ? number : number * 1000;
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function readBoolean(text: string): boolean | undefined {
  return { true: true, false: false }[text.toLowerCase()];
}

function readBytes(text: string): string | undefined {
  return /^[A-Za-z0-9+/]*=*$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;
}

interface Address {
  readonly bits: number;
  readonly value: bigint;
  readonly prefix: number;
}

/** An address or block, IPv4 or IPv6. */
export function readAddress(text: string): Address | undefined {
  const [host = '', length, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  const parsed = host.includes(':') ? readIpv6(host) : readIpv4(host);
  if (parsed === undefined) return undefined;
  const prefix = length === undefined ? parsed.bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return prefix < 0 || prefix > parsed.bits ? undefined : { ...parsed, prefix };
}

function readIpv4(text: string) {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function readIpv6(text: string) {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

function isWithin(address: Address, block: Address): boolean {
  if (address.bits !== block.bits || address.prefix < block.prefix) return false;
  const shift = BigInt(block.bits - block.prefix);
  return address.value >> shift === block.value >> shift;
}

/** Six segments, each compared alone; the sixth keeps its colons. */
const arnLike: Compare = (value, expected) => {
  const parts = splitArn(value);
  const patterns = splitTokens(expected);
  if (parts.length !== 6 || patterns.length !== 6) return undefined;
  return patterns.every((pattern, index) => matchesTokens(pattern, parts[index] ?? ''));
};

/** Tokens cut at the first five colons; a value that came from a variable is text like any other. */
function splitTokens(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const segments: Token[][] = [[]];
  for (const token of tokens) {
    const pieces: readonly Token[] = 'text' in token ? [...token.text].map((text) => ({ text })) : [token];
    for (const piece of pieces) {
      if ('text' in piece && piece.text === ':' && segments.length < 6) segments.push([]);
      else segments.at(-1)?.push(piece);
    }
  }
  return segments;
}

const positive = (compare: Compare, variables = false): Operator => ({ negated: false, variables, compare });
const negative = (compare: Compare, variables = false): Operator => ({ negated: true, variables, compare });

function ordered(prefix: string, read: (text: string) => number | undefined): Readonly<Record<string, Operator>> {
  return {
    [`${prefix}equals`]: positive(typed(read, (a, b) => a === b)),
    [`${prefix}notequals`]: negative(typed(read, (a, b) => a === b)),
    [`${prefix}lessthan`]: positive(typed(read, (a, b) => a < b)),
    [`${prefix}lessthanequals`]: positive(typed(read, (a, b) => a <= b)),
    [`${prefix}greaterthan`]: positive(typed(read, (a, b) => a > b)),
    [`${prefix}greaterthanequals`]: positive(typed(read, (a, b) => a >= b)),
  };
}

/** Semantics 4.3, but for `Null`; names in lower case. */
export const operators: Readonly<Record<string, Operator>> = {
  stringequals: positive(equals, true),
  stringnotequals: negative(equals, true),
  stringequalsignorecase: positive(equalsIgnoringCase, true),
  stringnotequalsignorecase: negative(equalsIgnoringCase, true),
  stringlike: positive(like, true),
  stringnotlike: negative(like, true),
  ...ordered('numeric', readNumber),
  ...ordered('date', readDate),
  bool: positive(
    typed(readBoolean, (a, b) => a === b),
    true,
  ),
  binaryequals: positive(typed(readBytes, (a, b) => a === b)),
  ipaddress: positive(typed(readAddress, isWithin)),
  notipaddress: negative(typed(readAddress, isWithin)),
  arnequals: positive(arnLike, true),
  arnlike: positive(arnLike, true),
  arnnotequals: negative(arnLike, true),
  arnnotlike: negative(arnLike, true),
};
