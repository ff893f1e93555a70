import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { createReadingMemory } from '../../../server/src/core/organization/readingMemory';
import { createRandom } from '../../evaluation/random/randomSource';
import type { RandomSource } from '../../evaluation/random/randomSource';
import { seed as first } from '../../support/seeds';
import { tinyCatalog } from '../../support/tinyCatalog';

import { companyFiles } from './fixture';

const catalog = tinyCatalog();

/** Enough accounts that an edit has something before and behind it. */
function manyFiles(): Map<string, string> {
  const accounts = Array.from({ length: 30 }, (_, index) => ({
    name: `account-${index}`,
    id: String(100_000_000_000 + index),
    ou: index % 2 === 0 ? '/Data' : '/Engineer',
    ...(index % 3 === 0 ? { tags: { team: `team-${index}` }, attach: ['scp/data-only'] } : {}),
  }));
  const files = companyFiles();
  const listed = (files.get('accounts.jsonc') ?? '').replace(/,?\n\]$/, '');
  files.set('accounts.jsonc', `${listed},\n${accounts.map((account) => `  ${JSON.stringify(account)}`).join(',\n')}\n]\n`);
  files.set('iam/account-3/principals.jsonc', '{ "users": [{ "name": "a", "managed": ["../pipeline/policies/bot.json"] }] }');
  files.set('resources/account-3/resources.jsonc', '[{ "arn": "arn:aws:s3:::b" }]');
  return files;
}

const pieces = [
  '"',
  ',',
  '{',
  '}',
  '[',
  ']',
  '//',
  '/*',
  '*/',
  '\n',
  ' ',
  '1',
  'x',
  '\\',
  ':',
  '"ou": "/Data",',
  '/* c */',
  '// c\n',
] as const;
const entries = [
  '  { "name": "new", "id": "999999999999" },\n',
  '  { "name": "odd", "ou": "/Nowhere" },\n',
  '  { "name": "twice", "id": "100000000003" },\n',
  '  { "name": "account-4", "id": "888888888888", "state": "SUSPENDED", "email": "a@b.c" }, // ours\n',
] as const;

/** Does to a file what people do to files. */
function change(files: Map<string, string>, random: RandomSource): void {
  const file = random.pick([...files.keys(), 'accounts.jsonc', 'accounts.jsonc']);
  const text = files.get(file) ?? '';
  const at = random.below(text.length + 1);
  switch (random.below(8)) {
    case 0:
      files.delete(file);
      files.set(`${file.replace(/jsonc?$/, '')}more.json`, text);
      return;
    case 1:
      files.set(file, manyFiles().get(file) ?? '{}');
      return;
    case 2: {
      const line = text.indexOf('\n', at) + 1;
      files.set(file, text.slice(0, line) + random.pick(entries) + text.slice(line));
      return;
    }
    case 3:
      files.set(file, text.slice(0, at) + text.slice(at + random.below(60)));
      return;
    case 4:
      files.set(file, text.replace('Data', 'Lore').replace('account-7', 'account-8'));
      return;
    default:
      files.set(file, text.slice(0, at) + random.pick(pieces) + text.slice(at));
  }
}

describe('a reading that remembers the one before', () => {
  test('gives what a reading of everything gives, whatever was edited', () => {
    for (let seed = first; seed < first + 40; seed++) {
      const random = createRandom(seed);
      const memory = createReadingMemory();
      let files = manyFiles();
      for (let step = 0; step < 30; step++) {
        if (random.below(6) === 0) files = manyFiles();
        change(files, random);
        const again = readOrganization(files, { catalog, memory });
        assert.deepEqual(again, readOrganization(files, { catalog }), `seed ${seed}, step ${step}`);
      }
    }
  });

  test('reads the file that changed, and keeps what the others say', () => {
    const memory = createReadingMemory();
    const files = manyFiles();
    const before = readOrganization(files, { catalog, memory }).organization;
    const read: string[] = [];
    files.set('accounts.jsonc', (files.get('accounts.jsonc') ?? '').replace('"account-20"', '"renamed-20"'));
    const after = readOrganization(
      {
        list: () => [...files.keys()],
        read: (file) => {
          read.push(file);
          return files.get(file);
        },
      },
      { catalog, memory },
    ).organization;
    const different = after?.accounts.filter((account, index) => account !== before?.accounts[index]).map(({ name }) => name);
    assert.deepEqual(different, ['renamed-20']);
    assert.equal(read.includes('policies/scp/data-only.json'), false);
  });
});

describe('files about which there is nothing to say', () => {
  // One word more and they are read by way of their trees.
  const noisy: Readonly<Record<string, (text: string) => string>> = {
    'accounts.jsonc': (text) => text.replace(/,?\s*\]\s*$/, ', { "name": "noise", "id": "777777777777", "noise": 1 }]'),
    'iam/pipeline/principals.jsonc': (text) => text.replace(/\}\s*$/, ', "noise": 1 }'),
  };
  const plain = manyFiles();
  plain.set(
    'accounts.jsonc',
    `[ // all of them
  { "name": "company", "id": "111111111111", "ou": "/", "tags": {} }, /* the first */
  { "name": "service-1", "id": "222222222222" }, { "name": "account-3", "id": "333333333333", "ou": "/Data/Lakes~1Ponds" },
  { "id": "444444444444", "name": "pipeline", "ou": "ou-ab12-22222222", "email": "p@example.com", "state": "SUSPENDED", "joined": "INVITED",
    "attach": ["scp/data-only", "scp/FullAWSAccess",], "tags": { "team": "data", "2": "two", "1": "one" } },
]`,
  );
  plain.set(
    'iam/pipeline/principals.jsonc',
    `{ "$schema": { "a": [1, -2.5e3, true, false, null, "\\u0041\\n"] },
  "users": [
    { "name": "bot", "path": "people", "groups": ["bots"], "tags": { "team": "data" }, "managed": ["./policies/bot.json", { "Version": "2012-10-17" }],
      "inline": [{ "name": "extra", "document": { "Statement": [] } }, { "document": "./policies/bot.json", "name": "file" }],
      "accessKeys": 2, "console": true, "boundary": "./policies/shared.json" }, // a bot
  ],
  "groups": [{ "name": "bots" }],
  "roles": [{ "name": "etl", "path": "/", "trust": { "Statement": [] }, "maxSession": 3600 }, { "name": "r", "trust": "./trust/etl.json" }] }`,
  );
  for (const [file, disturb] of Object.entries(noisy)) {
    test(`${file} says the same read without a tree`, () => {
      const disturbed = new Map(plain).set(file, disturb(plain.get(file) ?? ''));
      const [one, other] = [plain, disturbed].map((files) => readOrganization(files, { catalog }));
      assert.deepEqual(one?.problems, []);
      assert.deepEqual(
        other?.problems.map(({ code }) => code),
        ['unknown-field'],
      );
      assert.deepEqual(
        one?.organization?.accounts,
        other?.organization?.accounts.filter(({ name }) => name !== 'noise'),
      );
    });
  }
});
