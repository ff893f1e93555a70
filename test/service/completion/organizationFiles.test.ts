import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { message } from '../../../server/src/core/text/message';
import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { complete } from '../../support/completion';

const names: OrganizationNames = {
  accounts: [{ id: '111122223333', name: 'pipeline' }],
  principals: [{ arn: 'arn:aws:iam::111122223333:role/etl', label: 'pipeline/role/etl' }],
  entities: [
    { id: 'o-a1b2c3d4e5', kind: message('organization'), name: 'company' },
    { id: 'ou-ab12-11111111', kind: message('organizational unit'), name: '/Data' },
  ],
  policies: ['scp/FullAWSAccess', 'scp/deny-leave'],
};
const manifest = (attach: string): string => `{ // ours\n  "organization": {}, "root": { "attach": ${attach} } }`;
const roles = (role: string): string => `{ "roles": [{ "name": "a", ${role} }] }`;

describe('completion of names in the files of an organization', () => {
  const cases: readonly { readonly name: string; readonly at: string; readonly label: string; readonly to: string }[] = [
    { name: 'organization.jsonc', at: manifest('["|"]'), label: 'scp/deny-leave', to: manifest('["scp/deny-leave"]') },
    {
      name: 'organization.jsonc',
      at: manifest('["scp/FullAWSAccess", |]'),
      label: 'scp/deny-leave',
      to: manifest('["scp/FullAWSAccess", "scp/deny-leave"]'),
    },
    {
      name: 'organization.jsonc',
      at: manifest('["scp/FullAWSAccess" "d|"]'),
      label: 'scp/deny-leave',
      to: manifest('["scp/FullAWSAccess", "scp/deny-leave"]'),
    },
    {
      name: 'organization.jsonc',
      at: '{ "organization": { "managementAccount": "1111|" } }',
      label: 'pipeline',
      to: '{ "organization": { "managementAccount": "pipeline" } }',
    },
    { name: 'accounts.jsonc', at: '[{ "name": "a", "ou": "|" }]', label: '/Data', to: '[{ "name": "a", "ou": "/Data" }]' },
    {
      name: 'accounts.jsonc',
      at: '[{ "name": "a", "attach": "leave|" }]',
      label: 'scp/deny-leave',
      to: '[{ "name": "a", "attach": "scp/deny-leave" }]',
    },
    {
      name: 'iam/a/principals.jsonc',
      at: roles('"managed": ["Read|"]'),
      label: 'ReadOnlyAccess',
      to: roles('"managed": ["ReadOnlyAccess"]'),
    },
    {
      name: 'iam/a/principals.jsonc',
      at: roles('"managed": [Admin|]'),
      label: 'AdministratorAccess',
      to: roles('"managed": ["AdministratorAccess"]'),
    },
    { name: 'iam/a/principals.jsonc', at: roles('"boundary": |'), label: 'ReadOnlyAccess', to: roles('"boundary": "ReadOnlyAccess"') },
    {
      name: 'iam/a/principals.jsonc',
      at: roles('"boundary": "Admin|\n'),
      label: 'AdministratorAccess',
      to: roles('"boundary": "AdministratorAccess"\n'),
    },
  ];
  for (const { name, at, label, to } of cases)
    it(`writes ${label} in ${name} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at, { names, name }).apply(label), to));

  it('offers what the list has not', () => {
    assert.deepEqual(complete(manifest('["scp/deny-leave", "|"]'), { names, name: 'organization.jsonc' }).labels, ['scp/FullAWSAccess']);
    assert.ok(
      !complete(roles('"managed": ["ReadOnlyAccess", "|"]'), { names, name: 'iam/a/principals.jsonc' }).labels.includes('ReadOnlyAccess'),
    );
  });

  it('leaves members to the schemas, and other documents and comments alone', () => {
    const silent: readonly (readonly [name: string, at: string])[] = [
      ['iam/a/principals.jsonc', roles('"|"')],
      ['iam/a/principals.jsonc', roles('|')],
      ['iam/a/principals.jsonc', roles('"managed": [{ | }]')],
      ['iam/a/principals.jsonc', roles('"managed": [{ "|" }]')],
      ['iam/a/principals.jsonc', roles('"managed": [] /* | */')],
      ['iam/a/principals.jsonc', roles('"console": tr|ue')],
      ['organization.jsonc', '{ "organization": { | } }'],
      ['principals.json', roles('"managed": ["|"]')],
      ['package.json', '{ "managed": ["|"] }'],
    ];
    for (const [name, at] of silent) assert.deepEqual(complete(at, { names, name }).labels, [], `${name}: ${at}`);
  });
});
