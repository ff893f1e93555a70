import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { indexInString, nodeAt, offsetInString } from '../../../server/src/core/syntax/queries';

describe('nodeAt', () => {
  const cases: readonly { text: string; path: readonly (string | number)[]; node: string | undefined; key?: boolean }[] = [
    { text: '{"a": "x|y"}', path: ['a'], node: 'xy' },
    { text: '{"a": "xy"|}', path: ['a'], node: 'xy' },
    { text: '{"a|": 1}', path: ['a'], node: 'a', key: true },
    { text: '{"a": |}', path: ['a'], node: undefined },
    { text: '{"a": [|]}', path: ['a'], node: undefined },
    { text: '{"a": ["x", |', path: ['a'], node: undefined },
    { text: '{"a": ["x", "y|"]}', path: ['a', 1], node: 'y' },
    { text: '{"a": ["x"]|}', path: ['a'], node: undefined },
    { text: '|{}', path: [], node: undefined },
  ];
  for (const { text, path, node, key } of cases) {
    it(`finds the place in ${text}`, () => {
      const offset = text.indexOf('|');
      const found = nodeAt(parseJson(text.replace('|', '')).root, offset);
      assert.deepEqual(found.path, path);
      assert.equal(found.node?.kind === 'string' ? found.node.text : undefined, node);
      assert.equal(found.keyOf !== undefined, key ?? false);
    });
  }
});

describe('offsets inside a string', () => {
  it('count escapes as they are written, both ways', () => {
    const text = '"a\\u002fb\\"c"';
    const node = parseJson(text).root;
    assert.ok(node?.kind === 'string');
    assert.equal(node.text, 'a/b"c');
    for (let index = 0; index <= node.text.length; index++) assert.equal(indexInString(node, offsetInString(node, index)), index);
    assert.equal(text[offsetInString(node, 2)], 'b');
    assert.equal(text[offsetInString(node, 4)], 'c');
  });
});
