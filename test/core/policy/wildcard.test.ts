import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { coversPattern, matchesPattern, patternsOverlap } from '../../../server/src/core/policy/wildcard';

/** All texts over two letters up to a length. */
function words(letters: string, length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = words(letters, length - 1);
  return ['', ...shorter.flatMap((word) => [...letters].map((letter) => letter + word))];
}

const toRegExp = (pattern: string) => new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
const patterns = [...new Set(words('ab*?', 3))];
const texts = [...new Set(words('ab', 5))];

describe('matchesPattern', () => {
  it('agrees with a regular expression on every short pattern and text', () => {
    for (const pattern of patterns)
      for (const text of texts) assert.equal(matchesPattern(pattern, text), toRegExp(pattern).test(text), `${pattern} ${text}`);
  });

  it('stays linear on a pattern that makes regular expressions explode', () => {
    assert.equal(matchesPattern(`${'*a'.repeat(40)}b`, 'a'.repeat(20000)), false);
  });
});

describe('patternsOverlap', () => {
  it('agrees with a search for a common text on every pair of short patterns', () => {
    const matches = new Map(patterns.map((pattern) => [pattern, texts.filter((text) => toRegExp(pattern).test(text))]));
    for (const a of patterns) {
      for (const b of patterns) {
        const common = matches.get(a)?.some((text) => matches.get(b)?.includes(text)) ?? false;
        assert.equal(patternsOverlap(a, b), common, `${a} ${b}`);
      }
    }
  });
});

describe('coversPattern', () => {
  it('is true only where every text of the narrow pattern is one of the wide', () => {
    const matches = new Map(patterns.map((pattern) => [pattern, texts.filter((text) => toRegExp(pattern).test(text))]));
    for (const wide of patterns) {
      for (const narrow of patterns) {
        if (!coversPattern(wide, narrow)) continue;
        for (const text of matches.get(narrow) ?? []) assert.ok(toRegExp(wide).test(text), `${wide} ${narrow} ${text}`);
      }
    }
  });

  it('sees the plain cases', () => {
    for (const [wide, narrow] of [
      ['*', 'a*b?'],
      ['a*', 'ab*'],
      ['*b', 'a*b'],
      ['a?', 'ab'],
      ['?*', 'a*'],
    ] as const) {
      assert.ok(coversPattern(wide, narrow), `${wide} ${narrow}`);
    }
    assert.ok(!coversPattern('a*', '*'));
    assert.ok(!coversPattern('?', '*'));
  });
});
