import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createCatalog } from '../../../server/src/core/catalog/createCatalog';
import { applyOverlay, joinOverlays, readOverlay } from '../../../server/src/core/catalog/overlay';
import type { CatalogOverlay } from '../../../server/src/core/catalog/overlay';
import { readServiceReference } from '../../../server/src/core/catalog/serviceReference';
import { realCatalog, realCatalogData } from '../../support/realCatalog';

const properties = (name: string) => ({
  Properties: { IsList: false, IsPermissionManagement: false, IsTaggingOnly: false, IsWrite: false, [name]: true },
});

/** In the shape of `https://servicereference.us-east-1.amazonaws.com/v1/s3/s3.json`. */
const s3 = {
  Name: 's3',
  Version: 'v1.4',
  Actions: [
    {
      Name: 'GetObjectHologram',
      ActionConditionKeys: ['s3:HologramDepth', 'aws:ResourceTag/${TagKey}'],
      Annotations: { Properties: {} },
      Resources: [{ Name: 'object' }, { Name: 'hologram', ConditionKeys: ['s3:HologramDepth'] }],
    },
    { Name: 'GetObject', ActionConditionKeys: ['s3:HologramDepth'], Annotations: properties('IsWrite'), Resources: [{ Name: 'object' }] },
    { Name: 'bad|name', Annotations: {} },
    'none',
  ],
  ConditionKeys: [{ Name: 's3:HologramDepth', Types: ['ArrayOfNumeric'] }, { Name: 7 }],
  Resources: [{ Name: 'hologram', ARNFormats: ['arn:${Partition}:s3:::${BucketName}/hologram/${Name}'], ConditionKeys: [] }],
};
const starlight = {
  Name: 'starlight',
  Actions: [{ Name: 'ListStars', Annotations: properties('IsList'), Resources: [] }],
  ConditionKeys: [],
  Resources: [],
};
const overlay: CatalogOverlay = { version: 1, date: '2027-01-02', services: [s3, starlight, { nonsense: true }] };

describe('an overlay of newer service data', () => {
  const before = realCatalog();
  const after = createCatalog(applyOverlay(realCatalogData(), overlay));

  it('adds actions with their level, keys and resource types', () => {
    assert.deepEqual(after.action('S3:getobjecthologram'), {
      name: 's3:GetObjectHologram',
      service: 's3',
      accessLevel: 'read',
      resourceTypes: [
        { name: 'object', required: false, conditionKeys: [] },
        { name: 'hologram', required: false, conditionKeys: ['s3:HologramDepth'] },
      ],
      conditionKeys: ['s3:HologramDepth', 'aws:ResourceTag/${TagKey}'],
      dependentActions: [],
      permissionOnly: false,
    });
    assert.ok(after.expandAction('s3:GetObject*').includes('s3:GetObjectHologram'));
  });

  it('adds services, resource types and condition keys', () => {
    assert.deepEqual(after.service('starlight'), { prefix: 'starlight', name: 'starlight' });
    assert.equal(after.action('starlight:ListStars')?.accessLevel, 'list');
    assert.ok(after.resourceTypes('s3').some(({ name, arn }) => name === 'hologram' && arn.endsWith('/hologram/${Name}')));
    assert.deepEqual(after.conditionKey('s3:hologramdepth'), { name: 's3:HologramDepth', type: 'Numeric', multivalued: true });
    assert.ok(after.serviceConditionKeys('s3').some(({ name }) => name === 's3:HologramDepth'));
  });

  it('takes levels that changed, and adds keys to actions that are known', () => {
    const [was, is] = [before.action('s3:GetObject'), after.action('s3:GetObject')];
    assert.equal(is?.accessLevel, 'write');
    assert.deepEqual(is?.conditionKeys, [...(was?.conditionKeys ?? []), 's3:HologramDepth']);
    assert.deepEqual(is?.resourceTypes, was?.resourceTypes);
  });

  it('leaves everything else as it was', () => {
    let seen = 0;
    for (const service of before.services()) {
      assert.deepEqual(after.resourceTypes(service).slice(0, before.resourceTypes(service).length), before.resourceTypes(service));
      for (const name of before.actionNames(service)) {
        if (name === 's3:GetObject') continue;
        assert.deepEqual(after.action(name), before.action(name));
        seen++;
      }
    }
    assert.ok(seen > 20_000);
    for (const { name } of before.globalConditionKeys()) assert.deepEqual(after.conditionKey(name), before.conditionKey(name));
  });

  it('has the day of the newer source, and counts what is there', () => {
    assert.equal(after.date, '2027-01-02');
    assert.equal(after.counts.actions, before.counts.actions + 2);
    assert.equal(after.counts.services, before.counts.services + 1);
    assert.equal(applyOverlay(realCatalogData(), { ...overlay, date: '2020-01-01' }).date, before.date);
  });

  it('brings back what had been taken away', () => {
    const data = { ...realCatalogData(), removedActions: 's3:GetObjectHologram\ns3:Other', retiredServices: 'starlight' };
    const back = createCatalog(applyOverlay(data, overlay));
    assert.equal(back.wasRemoved('s3:GetObjectHologram'), false);
    assert.equal(back.wasRemoved('s3:Other'), true);
    assert.equal(back.isRetiredService('starlight'), false);
  });

  it('may be laid over twice', () => {
    const once = applyOverlay(realCatalogData(), overlay);
    assert.deepEqual(applyOverlay(once, overlay), once);
  });

  const files: readonly (readonly [name: string, value: unknown, services: number | undefined])[] = [
    ['an overlay that was saved', { ...overlay, services: [s3, starlight] }, 2],
    ['an overlay that adds nothing, and has the newer day', { ...overlay, services: [] }, 0],
    ['one document', s3, 1],
    ['a list of documents', [s3, starlight], 2],
    ['an overlay without a day', { version: 1, services: [s3] }, undefined],
    ['an overlay with nothing in it', { version: 1, date: '2027-01-02', services: [{}] }, undefined],
    ['something else', { Name: 's3' }, undefined],
    ['no object', 'text', undefined],
    ['nothing', null, undefined],
  ];
  for (const [name, value, services] of files) {
    it(`is read from ${name}`, () => {
      assert.equal(readOverlay(value, '2026-12-01')?.services.length, services);
    });
  }

  it('is joined of the newest documents, those that add nothing left out', () => {
    const data = realCatalogData();
    const ofS3 = (Actions: readonly object[]) => ({ Name: 's3', Actions });
    const [old, nothing] = [ofS3([{ Name: 'GetObjectGhost', Annotations: {} }]), { Name: 'sqs', Actions: [] }];
    const earlier: CatalogOverlay = { version: 1, date: '2026-12-01', services: [old, starlight] };
    assert.deepEqual(joinOverlays(data, earlier, { version: 1, date: '2027-01-02', services: [s3, nothing] }), {
      version: 1,
      date: '2027-01-02',
      services: [s3, starlight],
    });
    assert.deepEqual(joinOverlays(data, undefined, { version: 1, date: '2027-01-02', services: [nothing] }).services, []);
  });

  it('reads no service out of anything else', () => {
    for (const value of [undefined, 5, [], {}, { Name: '', Actions: [] }, { Name: 'a b', Actions: [] }, { Name: 's3', Actions: {} }]) {
      assert.equal(readServiceReference(value), undefined);
    }
  });
});
