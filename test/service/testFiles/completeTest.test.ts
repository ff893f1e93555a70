import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { company } from '../navigation/company';

import { startTestFiles } from './fixture';

const fixture = startTestFiles();
const tests = (test: string): string => `{ "tests": [{ ${test} }] }`;
const reads = '"principal": "pipeline/user/bot", "action": "s3:GetObject", "resource": "arn:aws:s3:::media/a"';

describe('completion in a test file writes', () => {
  const cases: readonly (readonly [at: string, label: string, to: string])[] = [
    [tests('"principal": "bot|"'), 'pipeline/user/bot', tests('"principal": "pipeline/user/bot"')],
    [tests('"principal": |'), 'pipeline/role/etl', tests('"principal": "pipeline/role/etl"')],
    [tests('"principal": "comp|any/x"'), 'company/root', tests('"principal": "company/root"')],
    [
      tests('"principal": "arn:aws:iam::4444|"'),
      'arn:aws:iam::444444444444:role/etl',
      tests('"principal": "arn:aws:iam::444444444444:role/etl"'),
    ],
    [tests('"principal": "lambda|"'), 'lambda.amazonaws.com', tests('"principal": "lambda.amazonaws.com"')],
    [tests('"principal": "an|"'), 'anonymous', tests('"principal": "anonymous"')],
    [tests('"resourceAccount": "pipe|"'), 'pipeline', tests('"resourceAccount": "pipeline"')],
    [tests('"resourceAccount": "4|"'), '444444444444', tests('"resourceAccount": "444444444444"')],
    [tests('"action": ["s3:getob|"]'), 's3:GetObject', tests('"action": ["s3:GetObject"]')],
    [
      tests('"action": "s3:GetObject", "resource": "|"'),
      'arn:aws:s3:::${BucketName}/${ObjectName}',
      tests('"action": "s3:GetObject", "resource": "arn:aws:s3:::${1:BucketName}/${2:ObjectName}"'),
    ],
    [
      tests('"action": "s3:ListBucket", "resource": ["|"]'),
      'arn:aws:s3:::media',
      tests('"action": "s3:ListBucket", "resource": ["arn:aws:s3:::media"]'),
    ],
    [tests('"action": "s3:ListAllMyBuckets", "resource": "|"'), '*', tests('"action": "s3:ListAllMyBuckets", "resource": "*"')],
    [
      tests('"principal": "pipeline/user/bot", "action": "sqs:SendMessage", "resource": "|"'),
      'arn:aws:sqs:${Region}:${Account}:${QueueName}',
      tests(
        '"principal": "pipeline/user/bot", "action": "sqs:SendMessage", "resource": "arn:aws:sqs:${1:Region}:${2:444444444444}:${3:QueueName}"',
      ),
    ],
    [tests('"context": { "aws:Secure|" }'), 'aws:SecureTransport', tests('"context": { "aws:SecureTransport": "$1" }')],
    [tests('"context": { "|" }'), 'aws:TagKeys', tests('"context": { "aws:TagKeys": ["$1"] }')],
    [tests('"context": { "aws:SecureTransport": "|" }'), 'true', tests('"context": { "aws:SecureTransport": "true" }')],
    [tests('"context": { "aws:PrincipalOrgID": "|" }'), 'o-a1b2c3d4e5', tests('"context": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }')],
    [
      tests('"context": { "aws:PrincipalOrgPaths": | }'),
      'o-a1b2c3d4e5/r-ab12/',
      tests('"context": { "aws:PrincipalOrgPaths": ["o-a1b2c3d4e5/r-ab12/"] }'),
    ],
    [tests('"context": { "aws:SourceIp": "|" }'), '203.0.113.7', tests('"context": { "aws:SourceIp": "${1:203.0.113.7}" }')],
    [tests('"contextIsComplete": |'), 'false', tests('"contextIsComplete": false')],
    [tests('"contextIsComplete": tr|ue'), 'false', tests('"contextIsComplete": false')],
    [tests('"expect": "exp|"'), 'explicitDeny', tests('"expect": "explicitDeny"')],
    [tests('"expect": "allowed" "by|"'), 'by', tests('"expect": "allowed", "by": "$1"')],
    [tests('"na|": "x"'), 'name', tests('"name": "x"')],
    [tests(`${reads}, "by": "|"`), 'iam/pipeline/policies/bot.json#Read', tests(`${reads}, "by": "iam/pipeline/policies/bot.json#Read"`)],
    [tests(`${reads}, "by": "iam/pip|"`), 'iam/pipeline/policies/bot.json#1', tests(`${reads}, "by": "iam/pipeline/policies/bot.json#1"`)],
    [
      tests('"principal": "pipeline/role/etl", "action": "s3:GetObject", "by": "|"'),
      'iam/pipeline/principals.jsonc#etl/extra#Extra',
      tests('"principal": "pipeline/role/etl", "action": "s3:GetObject", "by": "iam/pipeline/principals.jsonc#etl/extra#Extra"'),
    ],
    ['{ "organization": "|", "tests": [] }', '../organization.jsonc', '{ "organization": "../organization.jsonc", "tests": [] }'],
    [
      '{ "policies": { "identityPolicies": ["|"] }, "tests": [] }',
      '../policies/scp/deny-leave.json',
      '{ "policies": { "identityPolicies": ["../policies/scp/deny-leave.json"] }, "tests": [] }',
    ],
    [
      '{ "policies": { "serviceControlPolicies": [["Admin|"]] } }',
      'arn:aws:iam::aws:policy/AdministratorAccess',
      '{ "policies": { "serviceControlPolicies": [["arn:aws:iam::aws:policy/AdministratorAccess"]] } }',
    ],
    ['{ "policies": { "|" } }', 'permissionsBoundary', '{ "policies": { "permissionsBoundary": "$1" } }'],
  ];
  for (const [at, label, to] of cases) it(`${label} at ${at}`, async () => assert.equal((await fixture.complete(at)).apply(label), to));
});

describe('completion in a test file', () => {
  it('offers the keys that are not there, in the order people write them', async () => {
    assert.deepEqual((await fixture.complete(tests('"name": "a", "principal": "b", |'))).labels, [
      'action',
      'resource',
      'resourceAccount',
      'context',
      'contextIsComplete',
      'expect',
      'by',
    ]);
    assert.deepEqual((await fixture.complete('{ "tests": [], | }')).labels, ['organization', 'policies', 'context', 'contextIsComplete']);
  });
  it('offers whole tests, and a whole file where nothing stands', async () => {
    const whole = await fixture.complete('{ "tests": [|] }');
    assert.deepEqual(whole.labels, ['test', 'test with context', 'several actions and resources']);
    assert.match(whole.apply('test with context'), /"context": \{ "\$\{6:aws:SecureTransport\}"/);
    assert.match((await fixture.complete('|')).apply('tests'), /^\{\n\t"tests": \[/);
  });
  it('explains each expectation', async () => {
    const { list } = await fixture.complete(tests('"expect": "|"'));
    assert.equal(list.items.length, 5);
    for (const { detail = '' } of list.items) assert.ok(detail.length > 10);
  });
  it('offers no patterns of actions, and a service prefix goes on', async () => {
    const { labels } = await fixture.complete(tests('"action": "s3:Get*|"'));
    assert.deepEqual(
      labels.filter((label) => label.includes('*')),
      [],
    );
    assert.ok(labels.includes('s3:GetObject'));
    assert.ok((await fixture.complete(tests('"action": "s|"'))).labels.includes('s3:'));
  });
  it('offers `*` for a resource only where it fits', async () => {
    assert.ok(!(await fixture.complete(tests('"action": "s3:GetObject", "resource": "|"'))).labels.includes('*'));
  });
  it('puts the keys of the actions before global ones, and last what follows from the request', async () => {
    const { labels } = await fixture.complete(tests('"action": "s3:ListBucket", "context": { "|": "x" }'));
    const place = (label: string): number => labels.indexOf(label);
    assert.ok(place('s3:prefix') < place('aws:SourceIp') && place('aws:SourceIp') < place('aws:PrincipalOrgID'));
    assert.equal(new Set(labels).size, labels.length);
  });
  it('does not offer a context key twice, in whatever case', async () => {
    assert.ok(!(await fixture.complete(tests('"context": { "AWS:sourceip": "x", "|" }'))).labels.includes('aws:SourceIp'));
  });
  it('puts the statement first that decides now', async () => {
    const leaves = tests('"principal": "pipeline/user/bot", "action": "organizations:LeaveOrganization", "by": "|"');
    const { item, labels } = await fixture.complete(leaves);
    const [first = ''] = labels;
    assert.match(first, /^policies\/scp\/(?:deny-leave\.json#DenyLeave|data-only\.json#OnlyData)$/);
    assert.equal(item(first).detail, 'decides now');
    assert.equal(labels.filter((label) => item(label).detail !== undefined).length, 1);
    assert.ok(labels.includes('iam/pipeline/policies/bot.json#Read'));
  });
  it('names statements of its own policies where there is no organization', async () => {
    const text =
      '{ "policies": { "identityPolicies": ["./own.json"] }, "tests": [{ "principal": "arn:aws:iam::111122223333:user/a", "action": "s3:GetObject", "by": "|" }] }';
    assert.equal((await fixture.complete(text, 'alone/b.iamtest.jsonc')).labels[0], './own.json#Read');
  });
  it('leaves to VS Code what the schema knows', async () => {
    const beside = startTestFiles({ besideJsonSupport: true });
    for (const at of [tests('|'), tests('"expect": "|"'), '{ "tests": [|] }', '|'])
      assert.deepEqual((await beside.complete(at)).labels, [], at);
    assert.ok((await beside.complete(tests('"principal": "|"'))).labels.includes('pipeline/user/bot'));
  });
  it('says nothing in comments, in documents and behind values', async () => {
    for (const at of [
      tests('"expect": "allowed" /* | */'),
      '{ "policies": { "resourcePolicy": { "Statement": [{ "Sid": "|" }] } } }',
      tests('"name": "|"'),
    ])
      assert.deepEqual((await fixture.complete(at)).labels, [], at);
  });
  it('never throws, however far the file is written', async () => {
    const text = company['tests/bot.iamtest.jsonc'] ?? '';
    for (let end = 0; end <= text.length; end += 1) await fixture.complete(`${text.slice(0, end)}|`, 'tests/b.iamtest.jsonc');
    for (let end = 0; end <= text.length; end += 7)
      await fixture.complete(`${text.slice(0, end)}|${text.slice(end)}`, 'tests/b.iamtest.jsonc');
  });
  it('sends a part of ten thousand principals, and the one that is typed', async () => {
    const users = Array.from({ length: 10_000 }, (_, index) => `{ "name": "user-${String(index)}" }`).join(',');
    const large = startTestFiles({ files: { ...company, 'org/iam/company/principals.jsonc': `{ "users": [${users}] }` } });
    const some = await large.complete(tests('"principal": "|"'));
    assert.ok(some.list.isIncomplete && some.list.items.length < 1000, String(some.list.items.length));
    const one = await large.complete(tests('"principal": "user-9876|"'));
    assert.ok(one.labels.includes('company/user/user-9876') && one.list.isIncomplete);
    const start = performance.now();
    for (let round = 0; round < 10; round += 1) await large.complete(tests(`"principal": "user-${String(round)}|"`));
    assert.ok((performance.now() - start) / 10 < 200);
  });
});
