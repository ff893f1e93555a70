import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { valueOf } from '../../server/src/core/syntax/queries';
import { dataOf, parseYaml, scalarOf } from '../../server/src/readers/yaml';

const data = (text: string): unknown => {
  const { root } = parseYaml(text);
  return root === undefined ? undefined : dataOf(root);
};
const codes = (text: string): readonly string[] => parseYaml(text).problems.map(({ code }) => code);

describe('YAML', () => {
  test('becomes the tree that JSON has', () => {
    assert.deepEqual(data('a: 1\nb: [x, "y", true, null]\nc:\n  - d: |\n      text\n'), {
      a: 1,
      b: ['x', 'y', true, null],
      c: [{ d: 'text\n' }],
    });
    assert.equal(data(''), undefined);
    assert.equal(data('# nothing\n'), undefined);
  });

  test('keeps the digits of what is a number', () => {
    const { root } = parseYaml('id: 012345678901\nname: true\n');
    assert.deepEqual([scalarOf(root, 'id'), scalarOf(root, 'name')], ['012345678901', 'true']);
  });

  test('knows where each thing stands', () => {
    const text = 'name: first\nlist:\n  - "two"\n';
    const { root } = parseYaml(text);
    const name = valueOf(root, 'name');
    assert.equal(text.slice(name?.start, name?.end), 'first');
    const list = valueOf(root, 'list');
    assert.ok(list?.kind === 'array');
    assert.equal(text.slice(list.items[0]?.start, list.items[0]?.end), '"two"');
  });

  test('has tags in the long form of CloudFormation', () => {
    assert.deepEqual(data('a: !Ref X\nb: !GetAtt X.Arn\nc: !Join ["", [!Ref Y]]\nd: !Include ./f.json\ne: !!str 7\n'), {
      a: { Ref: 'X' },
      b: { 'Fn::GetAtt': 'X.Arn' },
      c: { 'Fn::Join': ['', [{ Ref: 'Y' }]] },
      d: { 'Fn::Include': './f.json' },
      e: '7',
    });
  });

  test('follows aliases and merges', () => {
    assert.deepEqual(data('base: &b {x: 1, y: 2}\none: *b\ntwo:\n  <<: *b\n  y: 3\n'), {
      base: { x: 1, y: 2 },
      one: { x: 1, y: 2 },
      two: { y: 3, x: 1 },
    });
  });

  test('reports what is wrong, and reads the rest', () => {
    assert.deepEqual(codes('a: 1\na: 2\n'), ['duplicate-key']);
    assert.deepEqual(data('a: 1\na: 2\n'), { a: 2 });
    assert.deepEqual(codes('a: "open\n'), ['invalid-yaml']);
    assert.ok(codes('a: *nobody\n').length > 0);
    assert.deepEqual(codes('a: &a [*a]\n'), ['unknown-alias']);
    assert.equal(parseYaml('a: "open\n').isBroken, true);
  });

  test('ends where aliases are a bomb, or brackets have no end', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level++) lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(9).slice(0, -2)}]`);
    const started = performance.now();
    assert.deepEqual(codes(lines.join('\n')), ['too-many-aliases']);
    assert.ok(performance.now() - started < 5000);
    assert.ok(codes('['.repeat(100_000)).length > 0);
    assert.ok(codes('{a: '.repeat(20_000)).length > 0);
  });
});
