import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { foreignFolder, foreignReaders, readForeign } from '../../server/src/readers/readForeign';
import { overlay } from '../support/foreign';

const landingZone: [string, string] = ['organization-config.yaml', 'enable: true\norganizationalUnits: []\n'];
const template: [string, string] = ['organization.yml', 'Organization:\n  A: {Type: "OC::ORG::Account", Properties: {AccountName: a}}\n'];
const store: [string, string] = ['aws/aws/organizations/o-a1b2c3d4e5/metadata.json', '{"rootOu":"r-ab12"}'];

const formatOf = (...files: readonly [string, string][]): string | undefined => readForeign(overlay(new Map(files)))?.format;

describe('a folder in a foreign format', () => {
  test('is read by the reader that knows it', () => {
    assert.deepEqual(
      [landingZone, template, store].map((file) => formatOf(file)),
      ['landingZoneAccelerator', 'orgFormation', 'iamCollect'],
    );
    assert.equal(formatOf(['readme.md', '']), undefined);
  });

  test('a file that only has the name leaves the folder to the others', () => {
    assert.equal(formatOf(['organization.yml', 'name: x\n'], store), 'iamCollect');
    assert.equal(formatOf(['organization-config.yaml', 'x: ['], template), 'orgFormation');
  });

  test('is the folder of the entry, or what holds the store', () => {
    assert.equal(foreignFolder('infra/lza/organization-config.yaml'), 'infra/lza');
    assert.equal(foreignFolder('organization.yaml'), '');
    assert.equal(foreignFolder(`data/${store[0]}`), 'data');
    assert.equal(foreignFolder('organization.jsonc'), undefined);
  });

  test('each format has one reader', () => {
    assert.equal(new Set(foreignReaders.map(({ format }) => format)).size, foreignReaders.length);
  });
});
