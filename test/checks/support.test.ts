import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { overlap } from '../../server/src/core/checks/support/arnTemplates';
import { covers } from '../../server/src/core/checks/support/glob';
import { hasBitsAfterMask, isPrivate, readRange } from '../../server/src/core/checks/support/ipRange';
import { hasPlaceholder } from '../../server/src/core/checks/support/placeholder';
import { hashOf, redundancies } from '../../server/src/core/checks/support/redundancy';

/** All texts over a small alphabet up to a length, so that patterns can be compared by what they match. */
const alphabet = ['a', 'b'];
const texts = [''];
for (let length = 1, last = ['']; length <= 5; length++) {
  last = last.flatMap((text) => alphabet.map((letter) => text + letter));
  texts.push(...last);
}
const patterns = ['', '*', 'a', 'a*', '*a', '*a*', 'a*b', '?', 'a?', '*?*', 'ab', '**', '?*b'];
const redundanciesOf = (values: readonly string[]) =>
  redundancies(
    values.map((text) => ({ name: { text, hash: hashOf(text), wildcard: text.search(/[*?]/) } })),
    (pattern, other) => covers(values[pattern] ?? '', values[other] ?? ''),
  );
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);

describe('patterns', () => {
  for (const a of patterns) {
    for (const b of patterns) {
      it(`${a || 'nothing'} and ${b || 'nothing'} overlap as their texts do`, () =>
        assert.equal(
          overlap(a, b),
          texts.some((text) => matches(a, text) && matches(b, text)),
        ));
      it(`${a || 'nothing'} covers ${b || 'nothing'} only if it matches all that the other matches`, () => {
        if (covers(a, b)) assert.ok(texts.every((text) => !matches(b, text) || matches(a, text)));
      });
    }
  }

  it('are redundant in a list when another covers them, the first of equal ones kept', () =>
    assert.deepEqual(redundanciesOf(['a*', 'ab', 'b', 'b', 'c*', '*']), [
      { index: 0, coveredBy: 5 },
      { index: 1, coveredBy: 0 },
      { index: 2, coveredBy: 5 },
      { index: 3, coveredBy: 2 },
      { index: 4, coveredBy: 5 },
    ]));

  it('are redundant in a list just when one of the others covers them', () => {
    const covered = (index: number, list: readonly string[]): boolean =>
      list.some((other, at) => {
        const value = list[index] ?? '';
        return at !== index && covers(other, value) && (at < index || !covers(value, other));
      });
    for (let from = 0; from < patterns.length; from++) {
      const list = [...patterns.slice(from), ...patterns.slice(0, from), 'aab', 'b*', 'ab'];
      assert.deepEqual(
        redundanciesOf(list).map(({ index }) => index),
        list.flatMap((_, index) => (covered(index, list) ? [index] : [])),
        list.join(),
      );
    }
  });

  it('are given up when a hostile pair would take its lengths multiplied', () => {
    const pattern = '*a'.repeat(5000);
    const other = 'a'.repeat(20_000);
    const start = process.hrtime.bigint();
    covers(`${pattern}b`, other);
    assert.ok(Number(process.hrtime.bigint() - start) < 100e6);
    assert.ok(covers(pattern, other));
  });
});

describe('IP ranges', () => {
  for (const text of [
    '0.0.0.0/0',
    '203.0.113.7',
    '255.255.255.255/32',
    '::/0',
    '::1',
    '2001:db8::/32',
    '1:2:3:4:5:6:7:8',
    '::ffff:192.0.2.1',
  ]) {
    it(`${text} is one`, () => assert.ok(readRange(text) !== undefined));
  }
  for (const text of [
    '',
    '203.0.113',
    '203.0.113.256',
    '1.2.3.4/33',
    '::/129',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'a.b.c.d',
    '1.2.3.4/',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => assert.equal(readRange(text), undefined));
  }
  const range = (text: string) => readRange(text) ?? assert.fail(text);
  it('are private when they lie in a private range', () => {
    const all = ['10.1.2.3', '172.31.0.0/16', '192.168.0.0/16', '172.32.0.0/16', '10.0.0.0/7', '203.0.113.0/24', '::1'];
    assert.deepEqual(
      all.filter((text) => isPrivate(range(text))),
      ['10.1.2.3', '172.31.0.0/16', '192.168.0.0/16'],
    );
  });
  it('have bits after their prefix or not', () => {
    assert.ok(hasBitsAfterMask(range('203.0.113.7/24')) && hasBitsAfterMask(range('2001:db8::1/32')));
    assert.ok(!hasBitsAfterMask(range('203.0.113.7')) && !hasBitsAfterMask(range('0.0.0.0/0')));
  });
});

describe('placeholders', () => {
  for (const text of ['${x}', '<account-id>', '{{ value }}', 'ACCOUNT_ID', 'arn:aws:iam::YOUR_ACCOUNT_ID:root', '%REGION%', '@@x@@']) {
    it(`${text} holds one`, () => assert.ok(hasPlaceholder(text)));
  }
  for (const text of ['s3:GetObject', 'arn:aws:s3:::bucket/a_b', 'SQS:SendMessage', '111122223333', 'A', 'team/blue-*']) {
    it(`${text} holds none`, () => assert.ok(!hasPlaceholder(text)));
  }
});
