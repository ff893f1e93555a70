import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readTests } from '../../server/src/core/simulation/readTests';
import { openSeeds } from '../seeds/seeds';

const scp = 'company/policies/scp/data-only.json';
const place = 'file:///workspace/company/policies/scp/data-only.iamtest.jsonc';

async function generated(name: string, changes: Readonly<Record<string, string>> = {}) {
  const seeds = openSeeds(changes);
  return seeds.service.generateTests(seeds.open(name));
}

describe('tests for a policy', () => {
  it('are proposed beside it, about those to whom the organization attaches it', async () => {
    const result = await generated(scp);
    assert.ok(result.kind === 'file');
    assert.deepEqual([result.uri, result.fileName], [place, 'data-only.iamtest.jsonc']);
    const { organization, cases, problems } = readTests(result.text);
    assert.deepEqual(problems, []);
    assert.equal(organization?.path, '../../organization.jsonc');
    assert.deepEqual([cases[0]?.expect, cases[0]?.by], ['explicitDeny', 'data-only.json#OnlyDataServices']);
    assert.match(cases[0]?.principal ?? '', /^(pipeline|analytics)\//);
    assert.ok(cases.some(({ name }) => /does not reach/.test(name)));
  });

  it('get the first name that is free, and follow the text in the editor', async () => {
    const text = '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Fresh", "Effect": "Deny", "Action": "sqs:*", "Resource": "*" }] }';
    const seeds = openSeeds({ 'company/policies/scp/data-only.iamtest.jsonc': '{}' });
    const result = await seeds.service.generateTests(seeds.open(scp, text));
    assert.ok(result.kind === 'file');
    assert.equal(result.uri, place.replace('data-only', 'data-only-2'));
    assert.equal(readTests(result.text).cases[0]?.by, 'data-only.json#Fresh');
  });

  it('bring the policy along where nobody has it', async () => {
    const result = await generated('loose.json', {
      'loose.json':
        '{\n\t"Version": "2012-10-17",\n\t"Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*" }\n}\n',
    });
    assert.ok(result.kind === 'file');
    assert.match(result.text, /^\t"policies": \{ "identityPolicies": \["loose.json"\] \},$/m);
    assert.equal(readTests(result.text).cases[0]?.by, 'loose.json#0');
  });

  it('are refused with the reason where there are none', async () => {
    const refusal = async (name: string, text: string): Promise<string> => {
      const result = await generated(name, { [name]: text });
      return result.kind === 'refused' ? result.reason : result.text;
    };
    assert.match(await refusal('p.json', '{ "Version": "2012-10-17", "Statement": [{ '), /JSON is broken/);
    assert.match(await refusal('x.iamtest.jsonc', '{ "tests": [] }'), /is no policy$/);
    assert.match(await refusal('p.json', '{ "Version": "2012-10-17", "Statement": [] }'), /nothing to test/);
    assert.match(
      await refusal('company/policies/tag/t.json', '{ "tags": { "a": { "tag_key": { "@@assign": "A" } } } }'),
      /nothing to test/,
    );
  });
});
