import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

import type { PolicyType } from '../../server/src/core/policy/policyType';
import { expectFindings, expectFix } from '../support/annotations';
import { inRoot } from '../support/root';

// `<code>[.<type>].jsonc` is an annotated policy, `<code>[.<type>].fix.jsonc` a policy before and after its fixes.
const types: ReadonlyMap<string, PolicyType> = new Map([
  ['bucket', 'resource:s3-bucket'],
  ['trust', 'trust'],
  ['scp', 'scp'],
  ['rcp', 'rcp'],
]);

const folder = inRoot('test/checks/cases');
for (const group of readdirSync(folder)) {
  describe(group, () => {
    for (const name of readdirSync(path.join(folder, group))) {
      const [code = '', ...middle] = name.split('.').slice(0, -1);
      const policyType = types.get(middle[0] ?? '') ?? 'identity';
      const text = readFileSync(path.join(folder, group, name), 'utf8');
      if (middle.includes('fix')) {
        const [before = '', after = ''] = text.split('---\n');
        it(`${code} is fixed`, () => expectFix(before, after, code, policyType));
      } else it(`${code} and its like are found in their places, and nothing else`, () => expectFindings(text, policyType));
    }
  });
}
