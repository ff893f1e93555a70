import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { inRoot } from '../support/root';

// `npm run mutate` puts them into the engine one by one; a fault that fits nowhere proves nothing.
test('every fault that the tests must catch fits in one place of the engine', () => {
  const faults: unknown = JSON.parse(readFileSync(inRoot('test/mutation/faults.json'), 'utf8'));
  assert.ok(Array.isArray(faults) && faults.length > 30);
  for (const fault of faults) {
    const { title, file, search, replace } = readFault(fault);
    assert.equal(readFileSync(inRoot(file), 'utf8').split(search).length - 1, 1, title);
    assert.notEqual(search, replace, title);
  }
});

function readFault(value: unknown) {
  assert.ok(typeof value === 'object' && value !== null);
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string => {
    const field = fields.get(name);
    assert.ok(typeof field === 'string', name);
    return field;
  };
  return { title: text('title'), file: text('file'), search: text('search'), replace: text('replace') };
}
