import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';

import { inRoot } from '../support/root';
import { gatehouse } from './commandLine';

/** The stories of the two documents that Gatehouse grew from: what is allowed in each, and what is denied. */
const stories: Readonly<Record<string, readonly [allowed: number, denied: number]>> = {
  'company/tests/bot': [4, 2],
  'company/tests/people': [7, 4],
  'company/tests/data-ou': [5, 6],
  'organizations/tests/organization-keys': [3, 2],
  'organizations/tests/tag-policies': [4, 2],
  'organizations/tests/firewall-manager': [2, 2],
  'organizations/tests/create-account': [4, 3],
  'organizations/tests/cross-account': [1, 4],
  'organizations/tests/ownership': [4, 3],
};

interface TestJson {
  readonly outcome: string;
  readonly result: { readonly decision: string };
}

interface FileJson {
  readonly file: string;
  readonly tests: readonly TestJson[];
}

function filesOf(value: unknown): readonly FileJson[] {
  assert.ok(Array.isArray(value) && value.every(isFile));
  return value;
}

function isFile(value: unknown): value is FileJson {
  return typeof value === 'object' && value !== null && 'file' in value && 'tests' in value && Array.isArray(value.tests);
}

const decisionsOf = (tests: readonly TestJson[]) => tests.map(({ result }) => result.decision);

describe('the samples', () => {
  it('hold every story, and all their tests pass', async () => {
    const { exitCode, stdout } = await gatehouse(['test', '--format', 'json', 'samples'], { folder: inRoot('') });
    assert.equal(exitCode, 0, stdout);
    const files = filesOf(JSON.parse(stdout));
    const counted = files.map(({ file, tests }) => {
      const decisions = decisionsOf(tests);
      const denied = decisions.filter((decision) => decision === 'implicitDeny' || decision === 'explicitDeny').length;
      return [
        file.replace(/^samples\/|\.iamtest\.jsonc$/g, '').replaceAll('\\', '/'),
        [decisions.filter((decision) => decision === 'allowed').length, denied],
      ];
    });
    assert.deepEqual(Object.fromEntries(counted), stories);
    assert.ok(files.every(({ tests }) => tests.every(({ outcome }) => outcome === 'passed')));
  });

  it('have no error, and each says what it is', async () => {
    const { exitCode, stdout } = await gatehouse(['check', 'samples'], { folder: inRoot('') });
    assert.equal(exitCode, 0, stdout);
    for (const name of readdirSync(inRoot('samples'))) assert.ok(readdirSync(inRoot('samples', name)).includes('README.md'), name);
  });
});
