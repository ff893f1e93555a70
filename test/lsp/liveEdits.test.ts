import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { decisionsRequest } from '../../server/src/protocol/decisions';
import type { DecisionItem } from '../../server/src/protocol/decisions';
import { rememberRequestsNotification } from '../../server/src/protocol/requests';
import { createRandom } from '../evaluation/random/randomSource';
import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';
import { readSample } from '../support/sample';

const asked = [
  'policies/scp/data-only.json',
  'policies/scp/deny-leave.json',
  'iam/pipeline/policies/s3-monitoring-bot-policy.json',
  'iam/pipeline/policies/etl-policy.json',
  'iam/analytics/policies/analyst-policy.json',
  'resources/pipeline/media.bucket.json',
];
const edited = [
  ...asked,
  'organization.jsonc',
  'accounts.jsonc',
  'iam/pipeline/principals.jsonc',
  'iam/analytics/principals.jsonc',
  'tests/bot.iamtest.jsonc',
  'tests/data-ou.iamtest.jsonc',
];

/** Small changes that people make, and the broken texts between two of them. */
const edits: readonly ((text: string, at: number) => string)[] = [
  (text) => text.replace('"Deny"', '"Allow"'),
  (text) => text.replace('"Allow"', '"Deny"'),
  (text) => text.replace('s3:', 's3:Put'),
  (text) => text.replace('"s3:*"', '"sqs:*"'),
  (text) => text.replace('"NotAction"', '"Action"'),
  (text) => text.replace('"expect": "allowed"', '"expect": "denied"'),
  (text) => text.replace('s3-monitoring-bot"', 's3-monitorin-bot"'),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)}\n${text.slice(at)}`,
  (text) => text.slice(0, -4),
];

const remembered = {
  id: 'request-1',
  action: 'sqs:CreateQueue',
  resource: 'arn:aws:sqs:us-east-1:444444444444:q',
  principal: 'pipeline/user/s3-monitoring-bot',
  context: {},
};

async function startWith(files: Readonly<Record<string, string>>, open: ReadonlyMap<string, string>): Promise<Pair> {
  const pair = await startPair({ files });
  for (const [name, text] of open) await pair.open(name, text);
  await pair.notify(rememberRequestsNotification, { uri: pair.uri('iam/pipeline/policies/etl-policy.json'), requests: [remembered] });
  return pair;
}

async function answersOf(pair: Pair): Promise<Readonly<Record<string, readonly DecisionItem[]>>> {
  const all: Record<string, readonly DecisionItem[]> = {};
  for (const name of asked) {
    const { items } = await pair.send(decisionsRequest, { uri: pair.uri(name) });
    all[name] = [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return all;
}

describe('answers that were decided again as texts changed', () => {
  for (const seed of [1, 2, 3, 4]) {
    test(`are those of a server that has seen nothing else (seed ${seed})`, async () => {
      const random = createRandom(seed);
      const files = readSample();
      const open = new Map<string, string>();
      const live = await startWith(files, open);
      try {
        for (let step = 0; step < 12; step++) {
          const name = random.pick(edited);
          const text = open.get(name) ?? files[name] ?? '';
          const change = random.pick(edits)(text, random.below(text.length));
          if (open.has(name) && random.below(5) === 0) {
            open.delete(name);
            await live.closeDocument(name);
          } else if (open.has(name)) {
            open.set(name, change);
            await live.change(name, change);
          } else {
            open.set(name, change);
            await live.open(name, change);
          }
          // Most edits are followed by others before anybody asks.
          if (random.below(2) === 0) continue;
          const fresh = await startWith(files, open);
          try {
            assert.deepEqual(await answersOf(live), await answersOf(fresh), `after step ${step}, ${name}`);
          } finally {
            await fresh.close();
          }
        }
      } finally {
        await live.close();
      }
    });
  }
});
