import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { startFixture } from './fixture';

/** File, a piece of it with the cursor, and all that names what stands there. */
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'a policy of the organization: its file, its entry, attachments and tests',
    'org/policies/scp/data-only.json',
    '"Ver|sion"',
    [
      'org/accounts.jsonc: data-only',
      'org/organization.jsonc: data-only',
      'org/organization.jsonc: data-only',
      'org/policies/scp/data-only.json',
      'tests/bot.iamtest.jsonc: policies/scp/data-only.json',
    ],
  ],
  [
    'the same from an attachment',
    'org/accounts.jsonc',
    '"scp/data|-only"',
    [
      'org/accounts.jsonc: data-only',
      'org/organization.jsonc: data-only',
      'org/organization.jsonc: data-only',
      'org/policies/scp/data-only.json',
      'tests/bot.iamtest.jsonc: policies/scp/data-only.json',
    ],
  ],
  [
    "an account's own policy: by path, by ARN, in tests",
    'org/iam/pipeline/principals.jsonc',
    './policies/b|ot.json',
    [
      'org/iam/pipeline/policies/bot.json',
      'org/iam/pipeline/principals.jsonc: ./policies/bot.json',
      'org/iam/pipeline/principals.jsonc: arn:aws:iam::444444444444:policy/bot',
      'tests/bot.iamtest.jsonc: ../org/iam/pipeline/policies/bot.json',
      'tests/bot.iamtest.jsonc: iam/pipeline/policies/bot.json',
      'tests/bot.iamtest.jsonc: iam/pipeline/policies/bot.json',
    ],
  ],
  [
    'a Sid: its statement, and tests by name and by place',
    'org/iam/pipeline/policies/bot.json',
    '"Re|ad"',
    ['org/iam/pipeline/policies/bot.json: Read', 'tests/bot.iamtest.jsonc: 0', 'tests/bot.iamtest.jsonc: Read'],
  ],
  ['a Sid of the same name in another policy', 'alone/own.json', '"Re|ad"', ['alone/alone.iamtest.jsonc: Read', 'alone/own.json: Read']],
  [
    'a statement from a test that says its place',
    'tests/bot.iamtest.jsonc',
    'iam/pipeline/policies/bot.json#|0',
    ['org/iam/pipeline/policies/bot.json: Read', 'tests/bot.iamtest.jsonc: 0', 'tests/bot.iamtest.jsonc: Read'],
  ],
  [
    'a Sid of an inline policy',
    'org/iam/pipeline/principals.jsonc',
    '"Ext|ra"',
    ['org/iam/pipeline/principals.jsonc: Extra', 'tests/bot.iamtest.jsonc: Extra'],
  ],
  [
    'a role: its entry, ARNs, tests',
    'org/iam/pipeline/principals.jsonc',
    '"name": "e|tl"',
    [
      'org/iam/pipeline/principals.jsonc: etl',
      'org/policies/scp/data-only.json: arn:aws:iam::444444444444:role/etl',
      'org/resources/pipeline/media.bucket.json: arn:aws:iam::444444444444:role/etl',
      'tests/bot.iamtest.jsonc: pipeline/role/etl',
      'tests/bot.iamtest.jsonc: pipeline/role/etl',
    ],
  ],
  [
    'an OU: its entry, accounts, conditions',
    'org/organization.jsonc',
    '"name": "Da|ta"',
    [
      'org/accounts.jsonc: ou-ab12-22222222',
      'org/organization.jsonc: Data',
      'org/organization.jsonc: ou-ab12-22222222',
      'org/resources/pipeline/media.bucket.json: ou-ab12-22222222',
    ],
  ],
  [
    'the management account: not what other JSON happens to hold',
    'org/accounts.jsonc',
    '"name": "com|pany"',
    [
      'org/accounts.jsonc: 111111111111',
      'org/accounts.jsonc: company',
      'org/organization.jsonc: company',
      'tests/bot.iamtest.jsonc: company',
    ],
  ],
  ['nothing', 'alone/own.json', '"Eff|ect"', []],
];

describe('references', () => {
  for (const [name, file, piece, expected] of cases) {
    test(name, async () => {
      const fixture = startFixture();
      const { uri, position } = fixture.at(file, piece);
      const found = await fixture.service.references(uri, position, true, () => false);
      assert.deepEqual(found.map(fixture.show).sort(), expected);
    });
  }

  test('leave the declaration out when asked to', async () => {
    const fixture = startFixture();
    const { uri, position } = fixture.at('alone/own.json', '"Re|ad"');
    const found = await fixture.service.references(uri, position, false, () => false);
    assert.deepEqual(found.map(fixture.show), ['alone/alone.iamtest.jsonc: Read']);
  });

  test('see unsaved tests, and forget what was written before', async () => {
    const fixture = startFixture();
    fixture.open('new.iamtest.jsonc', '{ "tests": [{ "by": "alone/own.json#Read" }');
    fixture.open('alone/alone.iamtest.jsonc', '{ "tests": [] }');
    const { uri, position } = fixture.at('alone/own.json', '"Re|ad"');
    const found = await fixture.service.references(uri, position, false, () => false);
    assert.deepEqual(found.map(fixture.show), ['new.iamtest.jsonc: Read']);
  });

  test('read each file once, and a changed one again', async () => {
    const fixture = startFixture();
    const ask = async (): Promise<number> => {
      const { uri, position } = fixture.at('alone/own.json', '"Re|ad"');
      return (await fixture.service.references(uri, position, false, () => false)).length;
    };
    assert.equal(await ask(), 1);
    fixture.reads.length = 0;
    assert.equal(await ask(), 1);
    assert.deepEqual(fixture.reads, []);
    fixture.files.set('alone/alone.iamtest.jsonc', '{ "tests": [{ "by": "own.json#Read" }, { "by": "own.json#Read" }] }');
    fixture.service.fileChanged('file:///workspace/alone/alone.iamtest.jsonc');
    assert.equal(await ask(), 2);
  });

  test('stop when nobody waits any more', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`many/${String(index)}.policy.json`, '{ "Statement": [] }']),
    );
    const fixture = startFixture(undefined, { ...many, 'a.policy.json': '{ "Statement": [{ "Sid": "A" }] }' });
    const { uri, position } = fixture.at('a.policy.json', '"|A"');
    let asked = 0;
    await fixture.service.references(uri, position, true, () => ++asked > 2);
    assert.ok(fixture.reads.length < 100, `${String(fixture.reads.length)} files were read`);
  });
});
