import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import {
  compileWildcard,
  coversPattern,
  escapeWildcards,
  matchesPattern,
  matchWildcard,
  patternsOverlap,
} from '../../../server/src/core/policy/wildcard';
import '../../support/seeds';

/** The same, as a regular expression: slow and obvious. */
function naive(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`).test(text);
}

const patterns = fc.array(fc.constantFrom('a', 'b', 'c', '*', '?'), { maxLength: 8 }).map((parts) => parts.join(''));
const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 10 }).map((parts) => parts.join(''));

describe('wildcards', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['*', '', true],
    ['?', '', false],
    ['a*c', 'abcc', true],
    ['a*c', 'abcd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['**', 'anything at all', true],
    ['*a', 'aaa', true],
    ['s3:Get*', 's3:GetObject', true],
    ['a*', 'a\nb', true],
    ['', '', true],
    ['', 'a', false],
  ];
  for (const [pattern, text, expected] of rows) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${JSON.stringify(text)}`, () => {
      assert.equal(matchesPattern(pattern, text), expected);
      assert.equal(matchWildcard(compileWildcard(pattern), text), expected);
    });
  }

  it('match what a regular expression matches', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        assert.equal(matchesPattern(pattern, text), naive(pattern, text));
        assert.equal(matchWildcard(compileWildcard(pattern), text), naive(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('match a text that is escaped exactly', () => {
    fc.assert(
      fc.property(patterns, patterns, (text, other) => {
        assert.equal(matchWildcard(compileWildcard(escapeWildcards(text)), other), text === other);
        assert.equal(matchesPattern(`${escapeWildcards(text)}*`, text + other), true);
      }),
    );
  });

  it('cover each other only when every text of one is a text of the other', () => {
    fc.assert(
      fc.property(patterns, patterns, texts, (wide, narrow, text) => {
        if (coversPattern(wide, narrow) && naive(narrow, text)) assert.ok(naive(wide, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('overlap whenever one text is matched by both', () => {
    fc.assert(
      fc.property(patterns, patterns, texts, (a, b, text) => {
        if (naive(a, text) && naive(b, text)) assert.ok(patternsOverlap(a, b));
        assert.equal(patternsOverlap(a, b), patternsOverlap(b, a));
      }),
      { numRuns: 3000 },
    );
  });

  const overlaps: readonly (readonly [string, string, boolean])[] = [
    ['s3:Get*', 's3:*Object', true],
    ['s3:Get*', 's3:Put*', false],
    ['a?', '?b', true],
    ['ab', 'a', false],
    ['*', '', true],
  ];
  for (const [a, b, expected] of overlaps) {
    it(`${a} and ${b} ${expected ? 'overlap' : 'do not overlap'}`, () => assert.equal(patternsOverlap(a, b), expected));
  }

  it('of a hostile pattern do not take long', () => {
    const start = process.hrtime.bigint();
    const hostile = '*a'.repeat(2000);
    assert.equal(matchesPattern(hostile, 'a'.repeat(10_000)), true);
    assert.equal(matchesPattern(`${hostile}b`, 'a'.repeat(10_000)), false);
    assert.equal(matchesPattern(`*${'a'.repeat(500)}b`, 'a'.repeat(10_000)), false);
    // A regular expression would take longer than the universe lasts.
    assert.ok(process.hrtime.bigint() - start < 2_000_000_000n);
  });
});
