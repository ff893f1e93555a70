import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createCatalog } from '../../../server/src/core/catalog/createCatalog';
import { applyOverlay, joinOverlays, readOverlay } from '../../../server/src/core/catalog/overlay';
import type { CatalogOverlay } from '../../../server/src/core/catalog/overlay';
import { readServiceReference } from '../../../server/src/core/catalog/serviceReference';
import { realCatalog, realCatalogData } from '../../support/realCatalog';
import { serviceReferenceOf } from '../../support/serviceReference';

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
  });

  it('changes nothing when the data came later', () => {
    assert.deepEqual(applyOverlay(realCatalogData(), { ...overlay, date: '2020-01-01' }), realCatalogData());
  });

  it('leaves the level of an action where it tells none, and fears that a new one writes', () => {
    const Actions = [{ Name: 'GetObject' }, { Name: 'TouchObject', Annotations: 'none' }];
    const catalog = createCatalog(applyOverlay(realCatalogData(), { ...overlay, services: [{ Name: 's3', Actions }] }));
    assert.deepEqual(catalog.action('s3:GetObject'), before.action('s3:GetObject'));
    assert.equal(catalog.action('s3:TouchObject')?.accessLevel, 'write');
  });

  it('keeps in mind that an action is for permissions only, and what else it needs, when its level changes', () => {
    const names = before.services().flatMap((prefix) => before.actionNames(prefix));
    const name = names.find((each) => before.action(each)?.permissionOnly === true && before.action(each)?.dependentActions.length !== 0);
    const known = before.action(name ?? names.find((each) => before.action(each)?.permissionOnly === true) ?? '');
    assert.ok(known !== undefined);
    const Actions = [
      { Name: 'AAAFirst', Annotations: properties('IsWrite') },
      { Name: known.name.slice(known.name.indexOf(':') + 1), Annotations: properties('IsPermissionManagement') },
    ];
    const catalog = createCatalog(applyOverlay(realCatalogData(), { ...overlay, services: [{ Name: known.service, Actions }] }));
    assert.deepEqual(catalog.action(known.name), { ...known, accessLevel: 'permissions' });
  });

  it('adds keys to resource types that are known', () => {
    const Resources = [{ Name: 'Bucket', ARNFormats: ['arn:other'], ConditionKeys: ['s3:HologramDepth'] }];
    const catalog = createCatalog(applyOverlay(realCatalogData(), { ...overlay, services: [{ Name: 's3', Actions: [], Resources }] }));
    const [was, is] = [before.resourceType('s3', 'bucket'), catalog.resourceType('s3', 'bucket')];
    assert.ok(was !== undefined);
    assert.deepEqual(is, { ...was, conditionKeys: [...was.conditionKeys, 's3:HologramDepth'] });
  });

  it('takes a key with a place for a name for the key that is known', () => {
    const Actions = [{ Name: 'GetObject', ActionConditionKeys: ['s3:ExistingObjectTag/<key>', 'aws:RequestTag/tag-key'] }];
    const data = applyOverlay(realCatalogData(), { ...overlay, services: [{ Name: 's3', Actions }] });
    assert.equal(data.keys, realCatalogData().keys);
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

  it('is joined of the newest documents, and only of what they add', () => {
    const data = realCatalogData();
    const ofS3 = (...Actions: readonly object[]) => ({ Name: 's3', Actions });
    const ghost = { Name: 'GetObjectGhost', Annotations: properties('IsList') };
    const earlier: CatalogOverlay = { version: 1, date: '2026-12-01', services: [ofS3(ghost), starlight] };
    const later: CatalogOverlay = {
      version: 1,
      date: '2027-01-02',
      services: [ofS3({ Name: 'ListBucket' }, { ...ghost, Name: 'GetObjectHologram', SupportedBy: {} }), { Name: 'sqs', Actions: [] }],
    };
    const joined: CatalogOverlay = {
      version: 1,
      date: '2027-01-02',
      services: [{ Name: 's3', Actions: [{ ...ghost, Name: 'GetObjectHologram' }], Resources: [], ConditionKeys: [] }, starlight],
    };
    assert.deepEqual(joinOverlays(data, earlier, later), joined);
    assert.deepEqual(joinOverlays(data, later, earlier), joined, 'a file that is older than what is known takes nothing away');
    assert.deepEqual(joinOverlays(data, { ...earlier, date: '2020-01-01' }, later).services.length, 1);
    assert.deepEqual(joinOverlays(data, undefined, { ...later, services: [{ Name: 'sqs', Actions: [] }] }).services, []);
  });

  it('says the same in full and in what it adds', () => {
    const data = realCatalogData();
    const services = before.services().map((prefix) => {
      const document = serviceReferenceOf(before, prefix);
      if (prefix === 's3') return { ...document, ...s3, Actions: [...document.Actions, ...s3.Actions] };
      return prefix < 'c' ? { ...document, Actions: [...document.Actions, { Name: 'ZzNew', Resources: document.Resources }] } : document;
    });
    const full: CatalogOverlay = { version: 1, date: '2027-01-02', services: [...services, starlight] };
    const added = joinOverlays(data, undefined, full);
    assert.ok(JSON.stringify(added).length < JSON.stringify(full).length / 50, String(JSON.stringify(added).length));
    const [one, other] = [createCatalog(applyOverlay(data, full)), createCatalog(applyOverlay(data, added))];
    assert.deepEqual(one.counts, other.counts);
    for (const prefix of one.services()) {
      assert.deepEqual(one.resourceTypes(prefix), other.resourceTypes(prefix));
      assert.deepEqual(new Set(one.serviceConditionKeys(prefix)), new Set(other.serviceConditionKeys(prefix)));
      for (const name of one.actionNames(prefix)) assert.deepEqual(one.action(name), other.action(name));
    }
  });

  it('reads no service out of anything else', () => {
    for (const value of [undefined, 5, [], {}, { Name: '', Actions: [] }, { Name: 'a b', Actions: [] }, { Name: 's3', Actions: {} }]) {
      assert.equal(readServiceReference(value), undefined);
    }
  });
});
