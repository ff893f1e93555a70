import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { filesFrom } from '../../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../../server/src/core/organization/policyLoader';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { readTests } from '../../../server/src/core/simulation/readTests';
import { readTestPolicies } from '../../../server/src/core/simulation/readTestPolicies';
import { runTest } from '../../../server/src/core/simulation/runTest';
import type { TestGround } from '../../../server/src/core/simulation/runTest';
import { writeTestFile } from '../../../server/src/core/simulation/writeTests';
import { english } from '../../../server/src/core/text/message';
import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { realCatalog } from '../../support/realCatalog';

const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '222222222222' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'x1' } },
    },
  ],
};
const allow = (action: string, resource = '*') => ({
  name: 'p',
  document: { Version: '2012-10-17', Statement: [{ Sid: 'P', Effect: 'Allow', Action: action, Resource: resource }] },
});

const organizationFiles = new Map([
  ['organization.jsonc', '{ "organization": { "id": "o-a1b2c3d4e5", "managementAccount": "company" }, "root": { "id": "r-ab12" } }'],
  ['accounts.jsonc', '[{ "name": "company", "id": "111111111111", "ou": "/" }, { "name": "member", "id": "222222222222", "ou": "/" }]'],
  [
    'iam/company/principals.jsonc',
    JSON.stringify({ roles: [{ name: 'maker', trust, inline: [allow('organizations:CreateOrganizationalUnit')] }] }),
  ],
  ['iam/member/principals.jsonc', JSON.stringify({ users: [{ name: 'alice', inline: [allow('sts:AssumeRole')] }] })],
]);

function organizationGround(): TestGround {
  const { organization } = readOrganization(organizationFiles);
  assert.ok(organization);
  const load = createPolicyLoader({ files: filesFrom(organizationFiles), managedPolicyDocument: () => undefined });
  return { kind: 'organization', organization, load };
}

function policiesGround(policies: object): TestGround {
  return { kind: 'policies', policies: readTestPolicies(parseJson(JSON.stringify(policies)).root, () => undefined).policies };
}

function run(written: object, ground: TestGround): string {
  const { cases, problems } = readTests(JSON.stringify({ tests: [written] }));
  assert.deepEqual(problems, []);
  const [test] = cases;
  assert.ok(test);
  const outcome = runTest(test, { ground, catalog: realCatalog(), urisOf: (file) => [file] });
  return outcome.kind === 'passed' ? 'passed' : `${outcome.kind}: ${english(outcome.reason)}`;
}

const unit = { action: 'organizations:CreateOrganizationalUnit', resource: 'arn:aws:organizations::111111111111:root/o-a1b2c3d4e5/r-ab12' };
const policyArn = 'arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/tag_policy/p-1a2b3c4d';
const accountArn = 'arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/222222222222';
const attach = {
  principal: 'arn:aws:iam::111111111111:user/u',
  operation: 'organizations:AttachPolicy',
  resources: [policyArn, { arn: accountArn }],
};

describe('a test', () => {
  it('takes roles on the way, with what is passed', () => {
    const there = organizationGround();
    const test = { principal: 'member/user/alice', ...unit };
    assert.equal(run({ ...test, expect: 'implicitDeny' }, there), 'passed');
    assert.equal(run({ ...test, assumeRoles: ['company/role/maker'], expect: 'implicitDeny' }, there), 'passed');
    const role = { role: 'company/role/maker', externalId: 'x1', sessionName: 's', tags: { team: 'data' }, transitiveTagKeys: ['team'] };
    assert.equal(
      run(
        {
          ...test,
          assumeRoles: [{ ...role, tags: undefined, transitiveTagKeys: undefined }],
          expect: 'allowed',
          by: 'iam/company/principals.jsonc#maker/p#P',
        },
        there,
      ),
      'passed',
    );
    // Session tags need sts:TagSession, which the trust policy does not allow.
    assert.equal(run({ ...test, assumeRoles: [role], expect: 'implicitDeny' }, there), 'passed');
    assert.match(
      run({ ...test, assumeRoles: ['company/role/makre'], expect: 'allowed' }, there),
      /^unclear: account `company` has no role `makre`/,
    );
    assert.match(
      run({ ...test, assumeRoles: ['a'], expect: 'allowed' }, policiesGround({})),
      /^unclear: `assumeRoles` needs an organization/,
    );
  });

  it('asks for all checks of an operation', () => {
    for (const [actionResource, expect] of [
      ['*', 'allowed'],
      [policyArn, 'implicitDeny'],
      [accountArn, 'implicitDeny'],
    ] as const) {
      const identityPolicies = [allow('organizations:AttachPolicy', actionResource)];
      assert.equal(run({ ...attach, expect }, policiesGround({ identityPolicies })), 'passed', actionResource);
    }
    assert.equal(run({ ...attach, principal: 'company/role/maker', expect: 'implicitDeny' }, organizationGround()), 'passed');
  });

  it('lets somebody in whom an identity provider vouches for', () => {
    const provider = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
    const resourcePolicy = {
      name: 't',
      document: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity' }],
      },
    };
    const test = { action: 'sts:AssumeRoleWithWebIdentity', resource: 'arn:aws:iam::111111111111:role/r' };
    assert.equal(run({ ...test, principal: provider, expect: 'allowed' }, policiesGround({ resourcePolicy })), 'passed');
    assert.equal(run({ ...test, principal: 'accounts.google.com', expect: 'implicitDeny' }, policiesGround({ resourcePolicy })), 'passed');
  });

  it('tells what is wrong with a call, at its place', () => {
    const problemsOf = (test: string): readonly string[] =>
      readTests(`{ "tests": [{ "principal": "a/root", "expect": "allowed", ${test} }] }`).problems.map(
        ({ code, message }) => `${code}: ${english(message)}`,
      );
    assert.deepEqual(problemsOf('"action": "a:B", "resources": []'), ['misplaced-field: `resources` needs an `operation`']);
    assert.deepEqual(problemsOf('"operation": "a:B", "action": "a:C", "resource": "*"'), [
      'misplaced-field: `action` has no place beside `operation`',
      'misplaced-field: `resource` has no place beside `operation`',
    ]);
    assert.deepEqual(problemsOf('"operation": "a:B", "resources": [1, {}, { "arn": "x", "acount": "1" }]'), [
      'wrong-type: an ARN, or an object with `arn`, is expected here',
      'missing-field: `arn` is missing',
      'unknown-field: unknown field `acount`; did you mean `account`?',
    ]);
    assert.deepEqual(problemsOf('"action": "a:B", "assumeRoles": [true, {}, { "role": "r", "tags": [], "context": 1 }]'), [
      'wrong-type: a role, or an object with `role`, is expected here',
      'missing-field: `role` is missing',
      'wrong-type: `tags` must be an object',
      'wrong-type: `context` must be an object',
    ]);
  });

  it('is written as it is read', () => {
    const tests = [
      { name: 'chain', principal: 'member/user/alice', assumeRoles: ['company/role/maker'], ...unit, expect: 'allowed' },
      { name: 'call', ...attach, context: { 'organizations:PolicyType': 'TAG_POLICY' }, contextIsComplete: false, expect: 'undetermined' },
    ] as const;
    const text = writeTestFile(
      { comment: ['a\nb'], organization: 'o.jsonc', context: { 'a:b': ['1', '2'] }, groups: [{ comment: ['c'], tests }], remarks: ['d'] },
      { unit: '\t', newline: '\r\n' },
    );
    assert.match(text, /^\/\/ a b\r\n\{\r\n\t"organization": "o\.jsonc",\r\n/);
    assert.doesNotMatch(text, /[^\r]\n/);
    const { cases, problems, organization } = readTests(text);
    assert.deepEqual([problems, organization?.path], [[], 'o.jsonc']);
    const [chain, call] = cases;
    assert.deepEqual([chain?.assumeRoles, chain?.action], [[{ role: 'company/role/maker', context: {} }], unit.action]);
    assert.deepEqual([call?.operationResources?.map(({ arn }) => arn), call?.contextIsComplete], [[policyArn, accountArn], false]);
    assert.deepEqual(call?.context, { 'a:b': ['1', '2'], 'organizations:PolicyType': 'TAG_POLICY' });
  });
});
