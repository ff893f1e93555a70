import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createLineIndex } from '../../../server/src/core/text/lineIndex';

test('offsets become lines and characters, whatever ends a line', () => {
  const index = createLineIndex('ab\r\nc\rd\n\u{1f600}x');
  const places: readonly (readonly [number, number, number])[] = [
    [0, 0, 0],
    [2, 0, 2],
    [3, 0, 3],
    [4, 1, 0],
    [6, 2, 0],
    [8, 3, 0],
    [10, 3, 2],
    [99, 3, 3],
    [-1, 0, 0],
  ];
  for (const [offset, line, character] of places) assert.deepEqual(index.positionAt(offset), { line, character }, String(offset));
});
