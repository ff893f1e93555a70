import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { inRoot } from '../support/root';

import { allowedActions } from './recordedCalls';

test('the policy in the documentation allows the calls that can be made, and no others', () => {
  const [, live = ''] = readFileSync(inRoot('docs/organization.md'), 'utf8').split('### Live');
  const [, policy = ''] = /```json\n([^]*?)```/.exec(live) ?? [];
  assert.doesNotThrow(() => void JSON.parse(policy));
  const actions = Array.from(policy.matchAll(/"((?:organizations|iam|sts):\w+)"/g), ([, action]) => action ?? '');
  assert.deepEqual([...actions].sort(), [...allowedActions].sort());
});
