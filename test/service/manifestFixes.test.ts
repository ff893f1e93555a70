import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openSeeds } from '../seeds/seeds';

const manifest = 'company/organization.jsonc';
const accounts = 'company/accounts.jsonc';
const people = 'company/iam/service-1/principals.jsonc';

/** The file after its first quick fix of that title, with another text in the place of one. */
async function fixed(name: string, from: string, to: string, title: RegExp): Promise<string> {
  const seeds = openSeeds();
  const text = seeds.textOf(name);
  assert.ok(text.includes(from), from);
  seeds.open(name, text.replace(from, to));
  return seeds.fixed(name, title);
}

describe('quick fixes in the files of an organization', () => {
  it('put the policy that was meant', async () => {
    const after = await fixed(
      manifest,
      '"attach": ["scp/FullAWSAccess", "scp/data-only"]',
      '"attach": ["scp/FullAWSAccess", "scp/data-olny"]',
      /`scp\/data-only`/,
    );
    assert.match(after, /"attach": \["scp\/FullAWSAccess", "scp\/data-only"\]/);
  });

  it('put the account that was meant', async () => {
    assert.match(
      await fixed(manifest, '"managementAccount": "company"', '"managementAccount": "compnay"', /`company`/),
      /"managementAccount": "company"/,
    );
  });

  it('put the unit that was meant', async () => {
    assert.match(await fixed(accounts, '"ou": "/Data"', '"ou": "/Dat"', /`\/Data`/), /"analytics", "id": "555555555555", "ou": "\/Data"/);
  });

  it('put the file that was meant, as the file writes its paths', async () => {
    const seen = await fixed(manifest, 'policies/scp/data-only.json', 'policies/scp/data_only.json', /data-only/);
    assert.match(seen, /"file": "policies\/scp\/data-only\.json"/);
    const below = await fixed('company/iam/pipeline/principals.jsonc', './policies/bots.json', './policies/bts.json', /bots/);
    assert.match(below, /"managed": \["\.\/policies\/bots\.json"\]/);
  });

  it('put the policy type and the field that were meant', async () => {
    assert.match(
      await fixed(manifest, '"SERVICE_CONTROL_POLICY"', '"SERVICE_CONTROL_POLICYS"', /CONTROL_POLICY`/),
      /"SERVICE_CONTROL_POLICY": "ENABLED"/,
    );
    assert.match(
      await fixed(people, '{ "name": "cto", "console": true', '{ "name": "cto", "consol": true', /`console`/),
      /"cto", "console": true/,
    );
    assert.match(await fixed(manifest, '"rcp/company-only"', '"rpc/company-only"', /`rcp`|`rcp\//), /"rcp\/company-only"/);
  });

  it('put the name or the ARN of the AWS managed policy that was meant', async () => {
    assert.match(await fixed(people, '"AdministratorAccess"', '"Administrator"', /`AdministratorAccess`/), /\["AdministratorAccess"\]/);
    const arn = await fixed(people, '"ReadOnlyAccess"', '"arn:aws:iam::aws:policy/ReadOnlyAcess"', /ReadOnlyAccess`/);
    assert.match(arn, /\["arn:aws:iam::aws:policy\/ReadOnlyAccess"\]/);
  });

  it('take the dashes out of an account id, and a second attachment off', async () => {
    assert.match(await fixed(accounts, '"222222222222"', '"2222-2222-2222"', /222222222222/), /"id": "222222222222"/);
    const twice = await fixed(
      manifest,
      '["scp/FullAWSAccess", "scp/data-only"]',
      '["scp/FullAWSAccess", "scp/data-only", "scp/data-only"]',
      /Remove it/,
    );
    assert.match(twice, /\["scp\/FullAWSAccess", "scp\/data-only"\]/);
  });
});
