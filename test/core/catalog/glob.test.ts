import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { globsOverlap, longestLiteral, matchesGlob } from '../../../server/src/core/catalog/glob';

/** All texts over two letters up to a length. */
function words(letters: string, length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = words(letters, length - 1);
  return ['', ...shorter.flatMap((word) => [...letters].map((letter) => letter + word))];
}

const toRegExp = (pattern: string) => new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
const patterns = [...new Set(words('ab*?', 3))];
const texts = [...new Set(words('ab', 5))];

describe('matchesGlob', () => {
  it('agrees with a regular expression on every short pattern and text', () => {
    for (const pattern of patterns)
      for (const text of texts) assert.equal(matchesGlob(pattern, text), toRegExp(pattern).test(text), `${pattern} ${text}`);
  });

  it('stays linear on a pattern that makes regular expressions explode', () => {
    assert.equal(matchesGlob(`${'*a'.repeat(40)}b`, 'a'.repeat(20000)), false);
  });
});

describe('globsOverlap', () => {
  it('agrees with a search for a common text on every pair of short patterns', () => {
    const matches = new Map(patterns.map((pattern) => [pattern, texts.filter((text) => toRegExp(pattern).test(text))]));
    for (const a of patterns) {
      for (const b of patterns) {
        const common = matches.get(a)?.some((text) => matches.get(b)?.includes(text)) ?? false;
        assert.equal(globsOverlap(a, b), common, `${a} ${b}`);
      }
    }
  });
});

describe('longestLiteral', () => {
  it('finds the longest stretch between wildcards', () => {
    assert.equal(longestLiteral('s3:Get*Objects?'), 'Objects');
    assert.equal(longestLiteral('*?'), '');
  });
});
