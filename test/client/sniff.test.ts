import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { looksRelevant } from '../../client/src/sniff';

const policy = '{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "*", "Resource": "*" } ] }';

describe('a document wakes the server', () => {
  const cases: readonly (readonly [name: string, path: string, text: string])[] = [
    ['that is a policy', '/work/a.json', policy],
    ['that is a policy without a Version', '/work/a.json', '{"Statement":{"Effect":"Deny"}}'],
    ['that begins to be a policy', '/work/a.json', '{ "Version": "2012-10-17" '],
    [
      'with its Statement after a long comment',
      '/work/a.jsonc',
      `// ${'x'.repeat(9000)}\n{ "Statement": [\n // ${'y'.repeat(3000)}\n{ "Sid": "A" `,
    ],
    ['that is an empty SCP', '/work/deny.scp.json', ''],
    ['in the folder of its type', '/work/policies/scp/deny.json', '{}'],
    ['in a folder named as AWS names it', '/work/service-control-policies/deny.json', '{}'],
    ['that is a manifest', '/work/organization.jsonc', ''],
    ['that is a manifest in plain JSON', '/work/organization.json', '{ "root": { "ous": [] } }'],
    ['that lists accounts', '/work/accounts.jsonc', '[]'],
    ['that lists principals', '/work/iam/pipeline/principals.jsonc', '{}'],
    ['that lists resources', '/work/resources/pipeline/resources.jsonc', '[]'],
    ['that is a test', '/work/tests/bot.iamtest.jsonc', ''],
  ];
  for (const [name, path, text] of cases) test(name, () => assert.ok(looksRelevant(path, text)));
});

describe('a document starts nothing', () => {
  const cases: readonly (readonly [name: string, path: string, text: string])[] = [
    ['that is a package.json', '/work/package.json', '{ "name": "statement", "version": "2.0.0", "scripts": { "Statement": "x" } }'],
    ['that is a tsconfig.json', '/work/tsconfig.json', '{ "compilerOptions": { "strict": true } }'],
    ['that is empty', '/work/a.json', ''],
    ['with elements and no Statement', '/work/settings.json', '{ "Action": "read", "Effect": "none" }'],
    ['with a Statement of another kind', '/work/bank.json', '{ "Statement": { "balance": 3 } }'],
    ['whose Statement is far from anything of a policy', '/work/a.json', `{ "Statement": 1, "x": "${'x'.repeat(5000)}", "Action": "a" }`],
    ['that describes some other organization', '/work/organization.json', '{ "name": "ACME", "employees": 3 }'],
    ['with accounts of a bank', '/work/accounts.json', '[{ "iban": "…" }]'],
  ];
  for (const [name, path, text] of cases) test(name, () => assert.ok(!looksRelevant(path, text)));
});
