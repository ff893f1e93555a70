import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { everything, startFixture } from './fixture';

/** File, a piece of it with the cursor, where that leads. */
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['an attachment leads to the policy', 'org/organization.jsonc', '"scp/deny-|leave"]', ['org/policies/scp/deny-leave.json']],
  [
    'an attachment to what AWS manages leads to its text',
    'org/organization.jsonc',
    '"scp/Full|AWSAccess", "scp/deny',
    ['gatehouse:/managed/FullAWSAccess.json'],
  ],
  ['an entry of the manifest leads to its file', 'org/organization.jsonc', '"scp/data|-only": {', ['org/policies/scp/data-only.json']],
  ['the path in an entry does as well', 'org/organization.jsonc', 'policies/scp/re|gion.json', ['org/policies/scp/region.json']],
  ['a policy leads to its entry', 'org/policies/scp/deny-leave.json', '"Ver|sion"', ['org/organization.jsonc: "scp/deny-leave"']],
  [
    'a policy without an entry leads to who uses it',
    'org/resources/pipeline/media.bucket.json',
    '"State|ment"',
    ['org/resources/pipeline/resources.jsonc: ./media.bucket.json'],
  ],
  [
    'the management account leads to the list',
    'org/organization.jsonc',
    '"managementAccount": "com|pany"',
    ['org/accounts.jsonc: "company"'],
  ],
  ['an OU of an account leads to the manifest', 'org/accounts.jsonc', '"ou": "ou-ab12|-22222222"', ['org/organization.jsonc: "Data"']],
  [
    'an account in an ARN leads to the list',
    'org/resources/pipeline/media.bucket.json',
    'iam::4444|44444444:role',
    ['org/accounts.jsonc: "pipeline"'],
  ],
  [
    'the rest of the ARN leads to the role',
    'org/resources/pipeline/media.bucket.json',
    '444444444444:ro|le/etl',
    ['org/iam/pipeline/principals.jsonc: "etl"'],
  ],
  [
    'an account as a principal leads to the list',
    'org/resources/pipeline/media.bucket.json',
    '"444444|444444"',
    ['org/accounts.jsonc: "pipeline"'],
  ],
  [
    'an OU in a condition leads to the manifest',
    'org/resources/pipeline/media.bucket.json',
    '/ou-ab|12-22222222',
    ['org/organization.jsonc: "Data"'],
  ],
  [
    'the organization in a condition leads to the manifest',
    'org/resources/pipeline/media.bucket.json',
    '"o-a1b|2c3d4e5',
    ['org/organization.jsonc: "organization"'],
  ],
  [
    'a policy by path leads to its file',
    'org/iam/pipeline/principals.jsonc',
    './policies/b|ot.json',
    ['org/iam/pipeline/policies/bot.json'],
  ],
  ['a policy by ARN does as well', 'org/iam/pipeline/principals.jsonc', '444444444444:policy/b|ot', ['org/iam/pipeline/policies/bot.json']],
  [
    'a managed policy by name leads to its text',
    'org/iam/pipeline/principals.jsonc',
    '"ReadOnly|Access"',
    ['gatehouse:/managed/ReadOnlyAccess.json'],
  ],
  ['a group leads to its entry', 'org/iam/pipeline/principals.jsonc', '["bo|ts"]', ['org/iam/pipeline/principals.jsonc: "bots"']],
  [
    'a user of a test leads to its entry',
    'tests/bot.iamtest.jsonc',
    '"reads", "principal": "pipeline/user/b|ot"',
    ['org/iam/pipeline/principals.jsonc: "bot"'],
  ],
  [
    'the account before the user leads to the list',
    'tests/bot.iamtest.jsonc',
    '"reads", "principal": "pipe|line/',
    ['org/accounts.jsonc: "pipeline"'],
  ],
  ['the Sid of a by leads to the statement', 'tests/bot.iamtest.jsonc', 'bot.json#Re|ad', ['org/iam/pipeline/policies/bot.json: Read']],
  [
    'the place in a by leads to the statement',
    'tests/bot.iamtest.jsonc',
    'bot.json#|1',
    ['org/iam/pipeline/policies/bot.json: { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }'],
  ],
  [
    'an inline policy in a by leads into the principals',
    'tests/bot.iamtest.jsonc',
    '#etl/extra#Ex|tra',
    ['org/iam/pipeline/principals.jsonc: Extra'],
  ],
  ['the file of a by leads to the file', 'tests/bot.iamtest.jsonc', '"policies/scp/da|ta-only.json#', ['org/policies/scp/data-only.json']],
  [
    'a managed policy in a by leads to its text',
    'tests/bot.iamtest.jsonc',
    'policy/Admin|istratorAccess',
    ['gatehouse:/managed/AdministratorAccess.json'],
  ],
  ['the organization of a test leads to the manifest', 'tests/bot.iamtest.jsonc', '../org/organi|zation.jsonc', ['org/organization.jsonc']],
  ['a policy of a test without organization leads to its file', 'alone/alone.iamtest.jsonc', './ow|n.json', ['alone/own.json']],
  ['its by leads to the statement', 'alone/alone.iamtest.jsonc', 'own.json#Re|ad', ['alone/own.json: Read']],
  ['an action leads nowhere', 'alone/own.json', 's3:Get|Object', []],
  ['other JSON is left alone', 'package.json', '"1111|11111111"', []],
];

describe('definition', () => {
  for (const [name, file, piece, expected] of cases) {
    test(`${name}: ${piece}`, async () => {
      const fixture = startFixture();
      const { uri, position } = fixture.at(file, piece);
      const found = await fixture.service.definition(uri, position);
      assert.deepEqual(found.map(fixture.show), expected);
    });
  }

  test('goes by unsaved text on both sides', async () => {
    const fixture = startFixture();
    fixture.open('org/iam/pipeline/policies/bot.json', '{ "Statement": [\n\n{ "Sid": "\\u004eew" ');
    fixture.open(
      'tests/bot.iamtest.jsonc',
      '{ "organization": "../org/organization.jsonc", "tests": [{ "by": "iam/pipeline/policies/bot.json#New',
    );
    const { uri, position } = fixture.at('tests/bot.iamtest.jsonc', '#Ne|w');
    assert.deepEqual((await fixture.service.definition(uri, position)).map(fixture.show), [
      'org/iam/pipeline/policies/bot.json: \\u004eew',
    ]);
  });

  test('marks the piece it belongs to for clients that show it, and leaves it out for others', async () => {
    const { service, at } = startFixture();
    const { uri, position } = at('tests/bot.iamtest.jsonc', 'bot.json#Re|ad');
    const [link] = await service.definition(uri, position);
    assert.ok(link !== undefined && 'originSelectionRange' in link);
    const { start, end } = link.originSelectionRange ?? {};
    assert.equal((end?.character ?? 0) - (start?.character ?? 0), 'Read'.length);
    const plain = startFixture({ ...everything, definitionLinks: false, virtualDocuments: false });
    const again = plain.at('tests/bot.iamtest.jsonc', 'bot.json#Re|ad');
    assert.deepEqual(Object.keys((await plain.service.definition(again.uri, again.position))[0] ?? {}), ['uri', 'range']);
    const managed = plain.at('tests/bot.iamtest.jsonc', 'policy/Admin|istratorAccess');
    assert.deepEqual(await plain.service.definition(managed.uri, managed.position), []);
  });

  test('follows files that come and go', async () => {
    const fixture = startFixture();
    const { uri, position } = fixture.at('alone/alone.iamtest.jsonc', './ow|n.json');
    assert.equal((await fixture.service.definition(uri, position)).length, 1);
    fixture.files.delete('alone/own.json');
    fixture.service.fileChanged('file:///workspace/alone/own.json');
    assert.equal((await fixture.service.definition(uri, position)).length, 0);
    fixture.files.set('alone/own.json', '{}');
    fixture.service.fileChanged('file:///workspace/alone/own.json');
    assert.equal((await fixture.service.definition(uri, position)).length, 1);
  });
});
