import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { compileCondition, evaluateCondition } from '../../../server/src/core/evaluation/conditions/condition';
import { parseDate, parseIpAddress, parseIpRange, parseNumber, rangeContains } from '../../../server/src/core/evaluation/conditions/values';
import { absentSlot, createContext, presentSlot, unknownSlot } from '../../../server/src/core/evaluation/context';
import type { ContextSlot } from '../../../server/src/core/evaluation/context';

const nowhere = { start: 0, end: 0 };

/** A value, several, or the words ABSENT, UNKNOWN and PRESENT. */
type Given = string | readonly string[];

function slotOf(given: Given): ContextSlot {
  if (given === 'ABSENT') return absentSlot;
  if (given === 'UNKNOWN') return unknownSlot;
  if (given === 'PRESENT') return presentSlot;
  return { state: 'value', values: [given].flat(), multivalued: typeof given !== 'string', origin: 'given' };
}

function evaluate(operator: string, values: readonly string[], given: Given): 'no' | 'open' | 'yes' | undefined {
  const condition = compileCondition(
    {
      operator: { text: operator, span: nowhere },
      key: { text: 'Some:Key', span: nowhere },
      values: values.map((text) => ({ text, span: nowhere })),
    },
    true,
  );
  const slots = new Map<string, ContextSlot>([
    ['some:key', slotOf(given)],
    ['aws:username', slotOf('alice')],
    ['aws:userid', unknownSlot],
  ]);
  const result = evaluateCondition(
    condition,
    createContext(slots, () => absentSlot, undefined),
  );
  return (['no', 'open', 'yes'] as const)[result];
}

const rows: readonly (readonly [string, readonly string[], Given, 'no' | 'open' | 'yes'])[] = [
  ['StringEquals', ['a', 'b'], 'b', 'yes'],
  ['StringEquals', ['a*'], 'ab', 'no'],
  ['stringequals', ['a'], 'a', 'yes'],
  ['StringNotEquals', ['a', 'b'], 'b', 'no'],
  ['StringNotEquals', ['a', 'b'], 'ABSENT', 'yes'],
  ['StringEqualsIgnoreCase', ['ABC'], 'abc', 'yes'],
  ['StringLike', ['a?c*'], 'abcd', 'yes'],
  ['StringNotLike', ['a*'], 'b', 'yes'],
  ['StringEquals', ['${aws:username}'], 'alice', 'yes'],
  ['StringEquals', ['${aws:PrincipalTag/x}'], 'alice', 'no'],
  ['StringNotEquals', ['${aws:PrincipalTag/x}'], 'alice', 'yes'],
  ['StringEquals', ['${aws:userid}'], 'alice', 'open'],
  ['StringEquals', ['alice', '${aws:userid}'], 'alice', 'yes'],
  ['StringLike', ['${*}x'], '*x', 'yes'],
  ['StringLike', ['${*}x'], 'yx', 'no'],
  ['NumericEquals', ['10'], '10.0', 'yes'],
  ['NumericNotEquals', ['ten'], '10', 'no'],
  ['NumericNotEquals', ['10'], 'ten', 'no'],
  ['NumericLessThan', ['10', '5'], '7', 'yes'],
  ['NumericGreaterThanEquals', ['7'], '7', 'yes'],
  ['NumericGreaterThan', ['7'], 'ABSENT', 'no'],
  ['DateLessThan', ['2026-01-01T00:00:00Z'], '1767225599', 'yes'],
  ['DateEquals', ['1767225600'], '2026-01-01', 'yes'],
  ['DateEquals', ['1767225600000'], '2026-01-01T01:00:00+01:00', 'yes'],
  ['DateGreaterThan', ['soon'], '2026-01-01', 'no'],
  ['Bool', ['true'], 'TRUE', 'yes'],
  ['Bool', ['true'], 'yes', 'no'],
  ['BinaryEquals', ['QQ=='], 'QQ', 'yes'],
  ['BinaryEquals', ['not base64!'], 'QQ==', 'no'],
  ['IpAddress', ['203.0.113.7'], '203.0.113.7', 'yes'],
  ['IpAddress', ['203.0.113.0/24'], '203.0.113.256', 'no'],
  ['NotIpAddress', ['203.0.113.0/24'], '198.51.100.1', 'yes'],
  ['NotIpAddress', ['203.0.113.0/24'], '2001:db8::1', 'yes'],
  ['NotIpAddress', ['203.0.113.0/33'], '198.51.100.1', 'no'],
  ['NotIpAddress', ['203.0.113.0/24'], 'nowhere', 'no'],
  ['IpAddress', ['0.0.0.0/0'], '8.8.8.8', 'yes'],
  ['ArnLike', ['arn:aws:iam::*:role/*'], 'arn:aws:iam::111122223333:role/a/b', 'yes'],
  ['ArnEquals', ['arn:aws:iam::*:role/*'], 'arn:aws:iam::111122223333:role/a', 'yes'],
  ['ArnLike', ['arn:aws:*:role/a'], 'arn:aws:iam::111122223333:role/a', 'no'],
  ['ArnLike', ['arn:aws:sns:*:*:t'], 'arn:aws:sns:us-east-1:111122223333:x:t', 'no'],
  ['ArnNotLike', ['arn:aws:iam::*:role/*'], 'no arn', 'no'],
  ['ArnLike', ['arn:aws:iam::111122223333:user/${aws:username}'], 'arn:aws:iam::111122223333:user/alice', 'yes'],
  ['ArnLike', ['*'], 'arn:aws:iam::111122223333:user/alice', 'open'],
  ['Null', ['true'], 'ABSENT', 'yes'],
  ['Null', ['false'], 'x', 'yes'],
  ['Null', ['false'], [''], 'no'],
  ['Null', ['false'], '', 'no'],
  ['Null', ['false'], 'UNKNOWN', 'open'],
  ['Null', ['false'], 'PRESENT', 'yes'],
  ['Null', ['true', 'false'], 'UNKNOWN', 'yes'],
  ['NullIfExists', ['true'], 'ABSENT', 'no'],
  ['StringEqualsIfExists', ['a'], 'ABSENT', 'yes'],
  ['StringEqualsIfExists', ['a'], 'b', 'no'],
  ['ForAnyValue:StringEquals', ['a'], ['b', 'a'], 'yes'],
  ['ForAnyValue:StringNotEquals', ['a'], ['b', 'a'], 'yes'],
  ['ForAnyValue:StringNotEquals', ['a'], 'ABSENT', 'no'],
  ['ForAnyValue:StringEqualsIfExists', ['a'], 'ABSENT', 'yes'],
  ['ForAllValues:StringEquals', ['a'], ['b', 'a'], 'no'],
  ['ForAllValues:StringEquals', ['a'], 'ABSENT', 'yes'],
  ['ForAllValues:StringEquals', ['a'], [''], 'yes'],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], 'yes'],
  ['ForAllValues:StringEquals', ['a'], 'a', 'yes'],
  ['StringEquals', ['a'], ['a'], 'no'],
  ['StringNotEquals', ['a'], ['b'], 'no'],
  ['StringEquals', ['a'], 'UNKNOWN', 'open'],
  ['StringMatches', ['a'], 'a', 'no'],
  ['StringMatches', ['a'], 'UNKNOWN', 'no'],
];

describe('condition operators', () => {
  for (const [operator, values, given, expected] of rows) {
    it(`${operator} ${JSON.stringify(values)} with ${JSON.stringify(given)}: ${expected}`, () => {
      assert.equal(evaluate(operator, values, given), expected);
    });
  }
});

describe('condition values', () => {
  const numbers: readonly (readonly [string, number | undefined])[] = [
    ['1', 1],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['1'.repeat(1000), undefined],
  ];
  for (const [text, expected] of numbers) it(`the number ${text.slice(0, 20)}`, () => assert.equal(parseNumber(text), expected));

  const dates: readonly (readonly [string, string | undefined])[] = [
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['2026-05', '2026-05-01T00:00:00.000Z'],
    ['2026-05-06', '2026-05-06T00:00:00.000Z'],
    ['2026-05-06T07:08Z', '2026-05-06T07:08:00.000Z'],
    ['2026-05-06T07:08:09.5Z', '2026-05-06T07:08:09.500Z'],
    ['2026-05-06T07:08:09-07:00', '2026-05-06T14:08:09.000Z'],
    ['1767225600', '2026-01-01T00:00:00.000Z'],
    ['2026-13-01', undefined],
    ['tomorrow', undefined],
  ];
  for (const [text, expected] of dates) {
    it(`the date ${text}`, () => {
      const instant = parseDate(text);
      assert.equal(instant === undefined ? undefined : new Date(instant).toISOString(), expected);
    });
  }

  const ranges: readonly (readonly [string, string, boolean])[] = [
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['128.0.0.0/1', '200.0.0.1', true],
    ['203.0.113.128/25', '203.0.113.127', false],
    ['2001:db8::/32', '2001:db8:ffff::', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['2001:DB8:1234:5678::/64', '2001:db8:1234:5678:9abc:def0:1:2', true],
    ['::/0', '::1', true],
    ['::ffff:203.0.113.0/120', '::ffff:203.0.113.9', true],
    ['::/0', '8.8.8.8', false],
  ];
  for (const [range, address, expected] of ranges) {
    it(`${range} ${expected ? 'holds' : 'does not hold'} ${address}`, () => {
      const parsedRange = parseIpRange(range);
      const parsedAddress = parseIpAddress(address);
      assert.ok(parsedRange !== undefined && parsedAddress !== undefined);
      assert.equal(rangeContains(parsedRange, parsedAddress), expected);
    });
  }

  for (const text of [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1..2.3',
    'a.b.c.d',
    '1:2:3',
    '1::2::3',
    ':::',
    'g::',
    '1.2.3.4/33',
    '::/129',
    '1.2.3.4/',
    `${'1:'.repeat(5000)}`,
  ]) {
    it(`${text.slice(0, 20)} is no address range`, () => assert.equal(parseIpRange(text), undefined));
  }
});
