import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { managedPolicyName, managedPolicyUri, patternUri, provideVirtualDocument } from '../../server/src/service/virtualDocuments';
import { realCatalog, realCatalogTexts } from '../support/realCatalog';
import { contextFor } from '../support/serviceFixture';

const context = contextFor({ texts: () => Promise.resolve(realCatalogTexts()) }, realCatalog());

describe('the list of a pattern’s actions', () => {
  it('groups all of them by access level, with what they do and a mark', async () => {
    const text = (await provideVirtualDocument(patternUri('iam:*'), context)) ?? '';
    const names = realCatalog().expandAction('iam:*');
    for (const name of names) assert.ok(text.includes(` ${name} `) || text.includes(` ${name}\n`), name);
    assert.match(text, /⚠ iam:PassRole +\S/);
    assert.doesNotMatch(text, /⚠ iam:ListUsers/);
    const groups = [...text.matchAll(/^(Permissions management|Write|Tagging|Read|List) \((\d+)\)$/gm)];
    assert.deepEqual(
      groups.map(([, level]) => level),
      ['Permissions management', 'Write', 'Tagging', 'Read', 'List'],
    );
    assert.equal(
      groups.reduce((sum, [, , count]) => sum + Number(count), 0),
      names.length,
    );
  });

  for (const pattern of ['*', '*:*Tag*', 's3:Get?bject', 'a/b%:*', '한:*']) {
    it(`survives its URI: ${pattern}`, async () => {
      const [first = ''] = ((await provideVirtualDocument(patternUri(pattern), context)) ?? '').split('\n');
      assert.ok(first.startsWith(`${pattern} matches ${realCatalog().expandAction(pattern).length} actions`), first);
    });
  }

  it('lists everything that * reaches', async () => {
    const text = (await provideVirtualDocument(patternUri('*'), context)) ?? '';
    assert.equal((text.match(/^(?:⚠| ) \S+:\S/gm) ?? []).length, realCatalog().counts.actions);
  });
});

describe('a managed policy', () => {
  it('is the document that AWS attaches', async () => {
    const text = await provideVirtualDocument(managedPolicyUri('ReadOnlyAccess'), context);
    assert.equal(text, realCatalogTexts().managedPolicyDocument('ReadOnlyAccess'));
    assert.ok(text !== undefined);
    assert.equal(managedPolicyName(managedPolicyUri('ReadOnlyAccess')), 'ReadOnlyAccess');
  });

  it('is none where nobody has the name, and for other URIs', async () => {
    assert.equal(await provideVirtualDocument(managedPolicyUri('NoSuchPolicy'), context), undefined);
    for (const uri of ['gatehouse:/other/x.json', 'file:///actions/x.txt', 'gatehouse:/actions/.txt', ''])
      assert.equal(await provideVirtualDocument(uri, context), undefined, uri);
    assert.equal(managedPolicyName(patternUri('*')), undefined);
  });
});
