import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SymbolKind } from 'vscode-languageserver-types';

import { startFixture } from './fixture';

const never = (): boolean => false;

async function find(query: string): Promise<readonly string[]> {
  const fixture = startFixture();
  const found = await fixture.service.workspaceSymbols(query, never);
  const kinds = new Map(Object.entries(SymbolKind).map(([name, kind]) => [kind, name]));
  return found.map(({ name, kind, location }) => `${kinds.get(kind) ?? ''} ${name} at ${fixture.show(location)}`);
}

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['onlydata', ['Key OnlyData at org/policies/scp/data-only.json: OnlyData']],
  ['extra', ['Key Extra at org/iam/pipeline/principals.jsonc: Extra']],
  ['pipeline', ['Namespace pipeline at org/accounts.jsonc: "pipeline"']],
  ['4444', ['Namespace 444444444444 at org/accounts.jsonc: "pipeline"']],
  [
    'Data',
    [
      'Package Data at org/organization.jsonc: "Data"',
      'File data-only at org/policies/scp/data-only.json',
      'Key OnlyData at org/policies/scp/data-only.json: OnlyData',
    ],
  ],
  [
    'bot',
    [
      'Object bot at org/iam/pipeline/principals.jsonc: "bot"',
      'File bot at org/iam/pipeline/policies/bot.json',
      'Object bots at org/iam/pipeline/principals.jsonc: "bots"',
    ],
  ],
  ['etl', ['Class etl at org/iam/pipeline/principals.jsonc: "etl"', 'Key Etl at org/resources/pipeline/media.bucket.json: Etl']],
  ['by its', ['Method by its place at tests/bot.iamtest.jsonc: "by its place"']],
  ['other-n', ['File other-name at org/organization.jsonc: "scp/other-name"']],
  ['dnyleave', ['Key DenyLeave at org/policies/scp/deny-leave.json: DenyLeave', 'File deny-leave at org/policies/scp/deny-leave.json']],
  ['nowhere', []],
];

describe('workspace symbols', () => {
  for (const [query, expected] of cases) test(query, async () => assert.deepEqual(await find(query), expected));

  test('show unsaved names, and those of changed files', async () => {
    const { service, open, files } = startFixture();
    const names = async (query: string): Promise<readonly string[]> =>
      (await service.workspaceSymbols(query, never)).map(({ name }) => name);
    open('alone/own.json', '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Brandnew');
    assert.deepEqual(await names('brandnew'), ['Brandnew']);
    files.set('org/policies/scp/region.json', '{ "Statement": [{ "Sid": "Regional" }] }');
    service.fileChanged('file:///workspace/org/policies/scp/region.json');
    assert.deepEqual(await names('regional'), ['Regional']);
    files.set('later.policy.json', '{ "Statement": [{ "Sid": "Later" }] }');
    service.fileChanged('file:///workspace/later.policy.json');
    assert.deepEqual(await names('later'), ['Later', 'later.policy']);
    files.delete('later.policy.json');
    service.fileChanged('file:///workspace/later.policy.json');
    assert.deepEqual(await names('later'), []);
  });

  test('answer again from memory, whatever is typed next', async () => {
    const { service, reads } = startFixture();
    await service.workspaceSymbols('a', never);
    reads.length = 0;
    await service.workspaceSymbols('ab', never);
    assert.deepEqual(reads, []);
  });

  test('let others have their turn while many files are read', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 320 }, (_, index) => [`many/${String(index)}.policy.json`, '{ "Statement": [] }']),
    );
    let pauses = 0;
    const pause = (): Promise<void> => {
      pauses++;
      return Promise.resolve();
    };
    const { service } = startFixture(undefined, many, {}, pause);
    await service.workspaceSymbols('a', never);
    assert.ok(pauses >= 10, `${String(pauses)} pauses`);
    pauses = 0;
    await service.workspaceSymbols('a', never);
    assert.equal(pauses, 0);
  });
});
