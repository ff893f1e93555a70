import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { parse } from 'jsonc-parser';

import { policiesMembers } from '../../../server/src/core/simulation/checkTests';
import { expectations, testFileMembers, testMembers } from '../../../server/src/core/simulation/readTests';

function validator(name: string): ValidateFunction {
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    keywords: ['allowComments', 'allowTrailingCommas', 'defaultSnippets', 'enumDescriptions'],
  });
  return ajv.compile(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')));
}

const schemas: readonly (readonly [RegExp, string])[] = [
  [/organization\.jsonc$/, 'organization'],
  [/accounts\.jsonc$/, 'accounts'],
  [/principals\.jsonc$/, 'principals'],
  [/resources\.jsonc$/, 'resources'],
  [/\.iamtest\.jsonc$/, 'iamtest'],
];

describe('the schemas accept the sample', () => {
  for (const [pattern, name] of schemas) {
    const validate = validator(name);
    const files = readdirSync('samples/company', { recursive: true, encoding: 'utf8' }).filter((file) => pattern.test(file));
    assert.ok(files.length > 0, name);
    for (const file of files) {
      test(file, () => {
        const value: unknown = parse(readFileSync(path.join('samples/company', file), 'utf8'));
        assert.ok(validate(value), JSON.stringify(validate.errors));
      });
    }
  }
});

test('the scenario schema accepts a scenario, and a list of them', () => {
  const validate = validator('scenario');
  const scenario = {
    name: 'a bot reads',
    request: {
      principal: 'arn:aws:iam::111122223333:user/bot',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      context: { 'aws:TagKeys': ['a'] },
    },
    identityPolicies: [
      { Version: '2012-10-17', Statement: [] },
      { name: 'x', document: { Statement: [] } },
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ],
    serviceControlPolicies: [[], []],
    expect: 'allowed',
  };
  assert.ok(validate(scenario), JSON.stringify(validate.errors));
  assert.ok(validate([scenario]), JSON.stringify(validate.errors));
});

describe('the schemas refuse', () => {
  const cases: readonly [string, string, unknown][] = [
    ['a misspelt field of the manifest', 'organization', { organization: {}, root: { atach: [] } }],
    ['an attachment of no policy type', 'organization', { organization: {}, root: { attach: ['spc/x'] } }],
    ['a dashed account id', 'accounts', [{ name: 'a', id: '1111-1111-1111' }]],
    ['a user without a name', 'principals', { users: [{}] }],
    ['a resource without an ARN', 'resources', [{ policy: './x.json' }]],
    ['an unknown expectation', 'iamtest', { tests: [{ principal: 'a/root', action: 's3:GetObject', expect: 'permitted' }] }],
    [
      'an unknown scenario field',
      'scenario',
      { name: 'x', request: { principal: 'anonymous', action: 's3:GetObject' }, identityPolicy: [] },
    ],
  ];
  for (const [name, schema, value] of cases) {
    test(name, () => assert.equal(validator(schema)(value), false));
  }
});

describe('the schemas accept and refuse what the readers do', () => {
  const accepts = (name: string, value: unknown): boolean => validator(name)(value);

  test('handshakes', () => {
    const handshake = { id: 'h-abcdef12', action: 'INVITE', state: 'OPEN', party: 'new@example.com', expires: '2026-12-10' };
    assert.ok(accepts('handshakes', [handshake, { party: '111111111111' }]));
    assert.ok(!accepts('handshakes', [{ ...handshake, state: 'LOST' }]));
    assert.ok(!accepts('handshakes', [{ ...handshake, states: 'OPEN' }]));
  });

  test('permission sets and who has them', () => {
    const set = {
      name: 'Admin',
      managed: ['AdministratorAccess'],
      customerManaged: ['own'],
      inline: {},
      boundary: 'x.json',
      sessionDuration: 'PT8H',
    };
    const assignment = { permissionSet: 'Admin', account: 'pipeline', principal: 'ops', principalType: 'GROUP' };
    assert.ok(accepts('identity-center', { region: 'ap-northeast-2', permissionSets: [set], assignments: [assignment] }));
    assert.ok(!accepts('identity-center', { permissionSets: [{ managed: [] }] }));
    assert.ok(!accepts('identity-center', { assignments: [{ ...assignment, principalType: 'ROLE' }] }));
  });

  test('policies of a type that AWS has added since', () => {
    const manifest = {
      organization: { managementAccount: 'company' },
      root: { policyTypes: { NETWORK_MESH_POLICY: 'ENABLED' }, attach: ['network-mesh-policy/edge'] },
      policies: { 'network-mesh-policy/edge': { file: 'policies/network-mesh-policy/edge.json' } },
    };
    const validate = validator('organization');
    assert.ok(validate(manifest), JSON.stringify(validate.errors));
    assert.ok(!accepts('organization', { ...manifest, root: { policyTypes: { scp: 'ENABLED' } } }));
    assert.ok(!accepts('organization', { ...manifest, root: { policyTypes: { NETWORK_MESH_POLICY: 'ON' } } }));
    assert.ok(accepts('accounts', [{ name: 'company', attach: ['network-mesh-policy/edge'] }]));
    assert.ok(!accepts('accounts', [{ name: 'company', attach: ['mesh/edge'] }]));
  });
});

describe('the schema of test files keeps in step', () => {
  const schema: unknown = JSON.parse(readFileSync('schemas/iamtest.schema.json', 'utf8'));
  const entriesOf = (node: unknown): readonly (readonly [string, unknown])[] =>
    typeof node === 'object' && node !== null ? Object.entries(node) : [];
  const step = (node: unknown, key: string): unknown => entriesOf(node).find(([name]) => name === key)?.[1];
  const at = (...keys: readonly string[]): unknown => keys.reduce(step, schema);
  const keysAt = (...keys: readonly string[]): readonly string[] => entriesOf(at(...keys)).map(([name]) => name);

  test('with the members that are read and completed', () => {
    assert.deepEqual(
      keysAt('properties').filter((name) => name !== '$schema'),
      [...testFileMembers],
    );
    assert.deepEqual(keysAt('properties', 'tests', 'items', 'properties'), [...testMembers]);
    assert.deepEqual(keysAt('properties', 'policies', 'properties'), [...policiesMembers]);
    assert.deepEqual(at('properties', 'tests', 'items', 'properties', 'expect', 'enum'), [...expectations]);
  });

  test('and describes each of them, and each expectation', () => {
    for (const path of [['properties'], ['properties', 'tests', 'items', 'properties'], ['properties', 'policies', 'properties']]) {
      for (const name of keysAt(...path)) assert.match(String(at(...path, name, 'description')), /\w/, name);
    }
    assert.equal(keysAt('properties', 'tests', 'items', 'properties', 'expect', 'enumDescriptions').length, expectations.length);
  });

  test('with snippets that it accepts itself, once their places are filled', () => {
    const validate = validator('iamtest');
    const snippets = at('properties', 'tests', 'items', 'defaultSnippets');
    assert.ok(Array.isArray(snippets) && snippets.length === 3);
    for (const snippet of snippets) {
      const body = JSON.stringify(step(snippet, 'body'))
        .replace(/\$\{\d+\|(\w+)[^}]*\}/g, '$1')
        .replace(/\$\{\d+:([^}]*)\}/g, '$1')
        .replace(/\$\d/g, 's3:GetObject');
      assert.ok(validate({ tests: [JSON.parse(body)] }), JSON.stringify(validate.errors));
    }
  });
});
