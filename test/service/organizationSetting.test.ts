import assert from 'node:assert/strict';
import { test } from 'node:test';

import { simulateRequest } from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';

const manifest = '{ "organization": { "managementAccount": "company" }, "root": { "policyTypes": {} } }';
const accounts = '[{ "name": "company", "id": "111111111111" }, { "name": "data", "id": "222222222222" }]';
const bot = (action: string): string =>
  `{ "users": [{ "name": "bot", "inline": [{ "name": "own", "document": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "${action}", "Resource": "*" }] } }] }] }`;

const organization = (folder: string, action: string): Readonly<Record<string, string>> => ({
  [`${folder}/organization.jsonc`]: manifest,
  [`${folder}/accounts.jsonc`]: accounts,
  [`${folder}/iam/data/principals.jsonc`]: bot(action),
});

const files = { ...organization('test', 's3:GetObject'), ...organization('production', 's3:PutObject') };

for (const [setting, expected] of [
  ['production', 'implicitDeny'],
  ['./test/', 'allowed'],
  ['test/organization.jsonc', 'allowed'],
] as const) {
  test(`gatehouse.organization ${setting} decides which of two organizations answers`, async () => {
    const pair = await startPair({ files, settings: { organization: setting } });
    try {
      const question = {
        principal: 'data/user/bot',
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::media/a',
        context: {},
        contextIsComplete: false,
      };
      const { decision } = await pair.send(simulateRequest, { ...question, resourceAccount: '222222222222' });
      assert.equal(decision, expected);
    } finally {
      await pair.close();
    }
  });
}
