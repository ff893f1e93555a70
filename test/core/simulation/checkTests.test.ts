import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { filesFrom } from '../../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../../server/src/core/organization/policyLoader';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { checkTests } from '../../../server/src/core/simulation/checkTests';
import type { TestCheckSources, TestFinding } from '../../../server/src/core/simulation/checkTests';
import type { NamedFile } from '../../../server/src/core/simulation/namedStatements';
import { readTests } from '../../../server/src/core/simulation/readTests';
import { runTest } from '../../../server/src/core/simulation/runTest';
import type { TestGround } from '../../../server/src/core/simulation/testGround';
import { english } from '../../../server/src/core/text/message';
import { realCatalog } from '../../support/realCatalog';

import { companyFiles } from '../organization/fixture';

const catalog = realCatalog();
const everything = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }';
const own =
  '{ "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }, { "Sid": "Write", "Effect": "Deny", "Action": "s3:Put*", "Resource": "*" }] }';

/** The company's files, a policy beside the test, and one that says nothing. */
function sourcesOf(kind: 'organization' | 'policies' | 'nothing', changes: Partial<TestCheckSources> = {}): TestCheckSources {
  const files = new Map([...companyFiles(), ['own.json', own], ['package.json', '{}'], ['broken.json', '{ "Statement": [']]);
  const managedPolicyDocument = (arn: string): string | undefined => (arn.includes('AdministratorAccess') ? everything : undefined);
  const { organization } = readOrganization(files);
  assert.ok(organization);
  const load = createPolicyLoader({ files: filesFrom(files), managedPolicyDocument });
  const grounds: Readonly<Record<typeof kind, TestGround | undefined>> = {
    organization: { kind: 'organization', organization, load },
    policies: { kind: 'policies', policies: { identityPolicies: [] } },
    nothing: undefined,
  };
  const find = (written: string): NamedFile => {
    const path = written.replace(/^\.\//, '');
    const text = files.get(path);
    return text === undefined ? { kind: 'missing' } : { kind: 'found', text, inOrganization: path };
  };
  return {
    catalog,
    ground: grounds[kind],
    files: { find, managedPolicyDocument, paths: () => [...files.keys()] },
    manifest: 'found',
    ...changes,
  };
}

const base = { principal: 'pipeline/user/bot', action: 's3:GetObject', resource: 'arn:aws:s3:::media/a.png', expect: 'allowed' };
const fileOf = (changes: object): string => JSON.stringify({ tests: [{ ...base, ...changes }] });

function check(text: string, sources = sourcesOf('organization')): readonly TestFinding[] {
  return checkTests(readTests(text), sources);
}

/** `code: text that it stands on → what was meant`. */
function shown(text: string, sources?: TestCheckSources): readonly string[] {
  return check(text, sources).map(({ code, span, nearest }) => {
    const meant = nearest.length === 0 ? '' : ` → ${nearest[0] ?? ''}`;
    return `${code}: ${text.slice(span.start, span.end)}${meant}`;
  });
}

describe('a test file is told of', () => {
  const cases: readonly (readonly [name: string, changes: object, ...findings: string[]])[] = [
    ['a user that nobody is', { principal: 'pipeline/user/bto' }, 'unknown-principal: "pipeline/user/bto" → pipeline/user/bot'],
    ['an account of no such name', { principal: 'pipelin/user/bot' }, 'unknown-principal: "pipelin/user/bot" → pipeline/user/bot'],
    ['an action that is mistyped', { action: ['s3:GetObjet'] }, 'invalid-action: "s3:GetObjet" → s3:GetObject'],
    ['a service that is mistyped', { action: 'dyanmodb:PutItem' }, 'invalid-service-in-action: "dyanmodb:PutItem" → dynamodb:PutItem'],
    ['a pattern instead of an action', { action: 's3:Get*' }, 'invalid-action: "s3:Get*"'],
    ['a resource that is none', { resource: ['media/a.png', '*'] }, 'invalid-resource: "media/a.png"'],
    ['an account that owns nothing', { resourceAccount: 'pipelin' }, 'unknown-account: "pipelin" → pipeline'],
    [
      'a mistyped key',
      { context: { 'aws:SourceIP4': 'x', 'aws:SecureTranport': true } },
      'invalid-context-key: "aws:SourceIP4" → aws:SourceIp',
      'invalid-context-key: "aws:SecureTranport" → aws:SecureTransport',
    ],
    [
      'a value of another type',
      { context: { 'aws:SecureTransport': 'yes', 'aws:SourceIp': '203.0.113.0/24', 'aws:CurrentTime': 'noon', 's3:max-keys': 'ten' } },
      'context-value-type: "yes" → true',
      'context-value-type: "203.0.113.0/24" → 203.0.113.0',
      'context-value-type: "noon"',
      'context-value-type: "ten"',
    ],
    [
      'several values of a key that has one',
      { context: { 'aws:SourceIp': ['203.0.113.1', '203.0.113.2'] } },
      'context-value-type: ["203.0.113.1","203.0.113.2"]',
    ],
    ['`by` without a statement', { by: 'own.json' }, 'invalid-statement-name: "own.json" → own.json#Read'],
    ['`by` with a mistyped Sid', { by: 'own.json#Raed' }, 'unknown-statement: "own.json#Raed" → own.json#Read'],
    ['`by` beyond the last statement', { by: 'own.json#2' }, 'unknown-statement: "own.json#2"'],
    ['`by` with a file that is not there', { by: 'policies/own.json#Read' }, 'missing-file: "policies/own.json#Read" → own.json#Read'],
    ['`by` with a file that is no policy', { by: 'package.json#0' }, 'unknown-policy: "package.json#0"'],
    [
      '`by` with an inline policy that is not there',
      { by: 'iam/pipeline/principals.jsonc#bot/extar#0' },
      'unknown-policy: "iam/pipeline/principals.jsonc#bot/extar#0" → iam/pipeline/principals.jsonc#bot/extra#0',
    ],
    [
      '`by` with a managed policy that AWS has not',
      { by: 'arn:aws:iam::aws:policy/AdministratorAcces#0' },
      'unknown-managed-policy: "arn:aws:iam::aws:policy/AdministratorAcces#0" → arn:aws:iam::aws:policy/AdministratorAccess#0',
    ],
    ['`by` where nothing decides', { expect: 'implicitDeny', by: 'own.json#Read' }, 'by-without-decision: "own.json#Read"'],
    ['an expectation that is none', { expect: 'deny' }, 'invalid-expectation: "deny" → denied'],
    ['a misspelt field', { resourse: '*' }, 'unknown-field: "resourse" → resource'],
    ['an empty list', { action: [] }, 'empty-list: []'],
  ];
  for (const [name, changes, ...findings] of cases) test(name, () => assert.deepEqual(shown(fileOf(changes)), findings));

  const whole: readonly (readonly [name: string, text: string, finding: string, sources?: TestCheckSources])[] = [
    ['what is missing', `{ "tests": [{ "principal": "pipeline/root", "expect": "allowed" }] }`, 'missing-field: {'],
    ['no tests', '{}', 'missing-field: {'],
    [
      'an organization that is not there',
      '{ "organization": "../organization.jsonc", "tests": [] }',
      'missing-file: "../organization.jsonc" → organization.jsonc',
      sourcesOf('nothing', { manifest: 'missing' }),
    ],
    [
      'an organization that is broken',
      '{ "organization": "organization.jsonc", "tests": [] }',
      'broken-organization: "organization.jsonc"',
      sourcesOf('organization', { manifest: 'broken' }),
    ],
    [
      'a policy that is not there',
      '{ "policies": { "serviceControlPolicies": [["own.jsn"]] }, "tests": [] }',
      'missing-file: "own.jsn" → own.json',
      sourcesOf('policies'),
    ],
    [
      'policies of no such kind',
      '{ "policies": { "identityPolicy": [] }, "tests": [] }',
      'unknown-field: "identityPolicy" → identityPolicies',
      sourcesOf('policies'),
    ],
    ['a name without an organization', fileOf({}), 'unknown-principal: "pipeline/user/bot"', sourcesOf('policies')],
  ];
  for (const [name, text, finding, sources] of whole) test(name, () => assert.deepEqual(shown(text, sources), [finding]));

  test('two tests of one name', () => {
    const text = JSON.stringify({
      tests: [
        { ...base, name: 'a' },
        { ...base, name: 'a' },
      ],
    });
    const [finding, ...others] = check(text);
    assert.deepEqual([finding?.code, finding?.severity, others.length], ['duplicate-test-name', 'hint', 0]);
  });

  test('more combinations than anybody runs, which are not made', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `s3:A${String(index)}`);
    const file = readTests(fileOf({ action: many, resource: many }));
    assert.deepEqual([file.problems.map(({ code }) => code), file.cases.length], [['too-many-cases'], 0]);
  });
});

describe('a test file is left alone for', () => {
  const cases: readonly (readonly [name: string, changes: object, kind?: 'organization' | 'policies' | 'nothing'])[] = [
    ['what is right', { by: 'iam/pipeline/policies/bot.json#0' }],
    ['an inline policy', { by: 'iam/pipeline/principals.jsonc#bot/extra#0' }],
    ['a managed policy', { by: 'arn:aws:iam::aws:policy/AdministratorAccess#0' }],
    ['a policy by the name that answers give it', { by: 'bot#0' }],
    [
      'placeholders',
      {
        principal: '<account>/user/bot',
        action: '${service}:Get',
        resource: 'arn:aws:s3:::${bucket}',
        resourceAccount: '<account-id>',
        by: '${file}#0',
        context: { 'aws:${key}': 'x', 'aws:SecureTransport': '${tls}' },
      },
    ],
    ['an ARN of somebody else', { principal: 'arn:aws:iam::999999999999:role/x' }],
    ['an ARN without an organization', { principal: 'arn:aws:iam::999999999999:role/x' }, 'policies'],
    ['services and strangers', { principal: 'anonymous' }, 'policies'],
    ['an organization that is not known', {}, 'nothing'],
    [
      'keys of identity providers and tags',
      {
        context: {
          'token.actions.githubusercontent.com:sub': 'x',
          'aws:PrincipalTag/team': 'a',
          'saml:aud': 'x',
          'oidc.eks.eu-west-1.amazonaws.com/id/A:sub': 'x',
          'aws:TagKeys': ['a', 'b'],
        },
      },
    ],
    [
      'a value as JSON has it',
      {
        context: {
          'aws:SecureTransport': true,
          's3:max-keys': 10,
          'aws:SourceIp': '2001:db8::1',
          'aws:CurrentTime': '2026-12-01T00:00:00Z',
        },
      },
    ],
    ['an action that AWS took away, in any case', { action: 'S3:getobject' }],
    ['a policy that is broken', { by: 'broken.json#Read' }],
    ['the owner by name and by id', { resourceAccount: 'pipeline' }],
    ['an account of another organization', { resourceAccount: '999999999999' }],
  ];
  for (const [name, changes, kind] of cases)
    test(name, () => assert.deepEqual(shown(fileOf(changes), sourcesOf(kind ?? 'organization')), []));
});

describe('a run', () => {
  const { ground, files } = sourcesOf('organization');
  const run = (changes: object) => {
    const [testCase] = readTests(fileOf(changes)).cases;
    assert.ok(testCase && ground);
    return runTest(testCase, { ground, catalog, files, urisOf: (file) => [file] });
  };
  const unclear: readonly (readonly [object, RegExp])[] = [
    [{ principal: 'pipeline/user/bto' }, /has no user `bto`; did you mean `pipeline\/user\/bot`\?/],
    [{ action: 's3:GetObjet' }, /unknown action `s3:GetObjet`; nearest: `s3:GetObject`/],
    [{ by: 'iam/pipeline/policies/bto.json#0' }, /there is no file .*did you mean `iam\/pipeline\/policies\/bot\.json`/],
    [{ resourceAccount: 'pipelin' }, /has no account `pipelin`/],
  ];
  for (const [changes, says] of unclear) {
    test(`is unclear for ${JSON.stringify(changes)}`, () => {
      const outcome = run(changes);
      assert.equal(outcome.kind, 'unclear');
      assert.match(outcome.kind === 'unclear' ? english(outcome.reason) : '', says);
    });
  }
  test('fails, and is not unclear, where the policy has no such statement', () => {
    assert.equal(run({ by: 'iam/pipeline/policies/bot.json#Nothing' }).kind, 'failed');
  });
  test('knows the owner by name', () => {
    assert.equal(run({ resourceAccount: 'pipeline' }).kind, run({ resourceAccount: '444444444444' }).kind);
  });
});
