import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Catalog } from '../../../server/src/core/catalog/catalog';
import { realCatalog } from '../../support/realCatalog';
import { tinyCatalog } from '../../support/tinyCatalog';

/** Every name against a regular expression: slow and plain. */
function naive(catalog: Catalog, pattern: string): readonly string[] {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]');
  const wanted = new RegExp(`^${source}$`, 'i');
  return catalog
    .services()
    .flatMap(catalog.actionNames)
    .filter((name) => wanted.test(name));
}

const patterns = [
  '*',
  '**',
  '*:*',
  '***:**',
  's3:*',
  'S3:*',
  's3:Get*',
  's3:get*',
  's3:GetObject',
  's3:GetObject*',
  's3:*Tagging',
  's3:*Object*',
  's3:Get?bject',
  's3:?etObject',
  's3:G*t*t',
  '*:*Tag*',
  '*:Get*',
  '*:*',
  's*:*',
  '*Object',
  's3*',
  's?:List*',
  '?3:*',
  '*s:*',
  '*:?????????',
  '*:Create*Policy',
  'i*m:PassRole',
  'iam:Pass*',
  'iam:*Role',
  'nosuch:*',
  's3:NoSuch*',
  '',
  ':',
  ':*',
  '*:',
  's3:',
  's3',
  '?',
  's3:GetObject?',
  '*get*object*',
  '(:*',
  's3:[*',
  'ec2:*Inst*nces',
];

for (const [which, catalog] of [
  ['a small catalog', tinyCatalog()],
  ['all of AWS', realCatalog()],
] as const) {
  describe(`expandAction on ${which}`, () => {
    for (const pattern of patterns) {
      it(`agrees with a regular expression on "${pattern}"`, () => {
        assert.deepEqual(catalog.expandAction(pattern), naive(catalog, pattern));
      });
    }

    it('answers the same when asked again', () => {
      assert.deepEqual(catalog.expandAction('s3:Get*'), catalog.expandAction('s3:Get*'));
    });
  });
}

describe('countActions', () => {
  it('counts by access level', () => {
    assert.deepEqual(tinyCatalog().countActions('s3:*Object*'), { list: 0, read: 3, write: 2, tagging: 2, permissions: 0, total: 7 });
    assert.deepEqual(tinyCatalog().countActions('s3:List*'), { list: 2, read: 0, write: 0, tagging: 0, permissions: 0, total: 2 });
    assert.equal(tinyCatalog().countActions('nosuch:*').total, 0);
  });

  it('adds up to the whole', () => {
    const { total, ...levels } = realCatalog().countActions('*');
    assert.equal(total, realCatalog().counts.actions);
    assert.equal(
      Object.values(levels).reduce((sum, count) => sum + count, 0),
      total,
    );
  });
});

describe('the cache of patterns', () => {
  it('keeps right answers after many patterns', () => {
    const catalog = tinyCatalog();
    const before = catalog.expandAction('s3:Put*');
    for (let index = 0; index < 1200; index++) catalog.expandAction(`s3:Nothing${index}*`);
    assert.deepEqual(catalog.expandAction('s3:Put*'), before);
  });
});
