import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { company } from '../navigation/company';
import { everything, startFixture } from '../navigation/fixture';

const files = {
  ...company,
  'org/iam/company/principals.jsonc':
    '{ "roles": [{ "name": "AWSReservedSSO_Admin_0123456789abcdef", "path": "/aws-reserved/sso.amazonaws.com/" }] }',
  'org/own.iamtest.jsonc': `{ "tests": [
    { "name": "owner", "principal": "permission-set/Admin@company", "action": "s3:GetObject", "resource": "arn:aws:s3:::media/a", "resourceAccount": "pipeline", "expect": "denied" } ] }`,
};

describe('navigation from a test file', () => {
  const cases: readonly (readonly [name: string, piece: string, to: string])[] = [
    ['the owner by name leads to the list of accounts', '"resourceAccount": "pipe|line"', 'org/accounts.jsonc: "pipeline"'],
    [
      'a permission set leads to its role',
      'permission-set/Ad|min@',
      'org/iam/company/principals.jsonc: "AWSReservedSSO_Admin_0123456789abcdef"',
    ],
    ['the account of a permission set leads to the list', 'Admin@comp|any', 'org/accounts.jsonc: "company"'],
  ];
  for (const [name, piece, to] of cases) {
    test(name, async () => {
      const { service, at, show } = startFixture(everything, files);
      const { uri, position } = at('org/own.iamtest.jsonc', piece);
      assert.deepEqual((await service.definition(uri, position)).map(show), [to]);
    });
  }

  test('a role is referred to by the permission set that made it', async () => {
    const { service, at, show } = startFixture(everything, files);
    const { uri, position } = at('org/iam/company/principals.jsonc', 'AWSReserved|SSO');
    const places = await service.references(uri, position, false, () => false);
    assert.deepEqual(places.map(show), ['org/own.iamtest.jsonc: permission-set/Admin@company']);
  });

  test('each test is in the outline by its name, and folds', async () => {
    const { service, at } = startFixture(everything, files);
    const { uri } = at('tests/bot.iamtest.jsonc', '"name": "re|ads"');
    const outline = await service.symbols(uri, true);
    const names = outline.flatMap((symbol) => ('children' in symbol ? (symbol.children ?? []).map(({ name }) => name) : []));
    assert.deepEqual(names, ['reads', 'lists', 'by its place', 'no machine', 'inline', 'root']);
    assert.ok((await service.folding(uri)).length >= 2);
  });
});
