import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { english } from '../../../server/src/core/text/message';
import { edgesOf } from '../../../server/src/core/simulation/generate/addresses';
import { parseIpRange } from '../../../server/src/core/evaluation/conditions/values';
import type { PolicyType } from '../../../server/src/core/policy/policyType';
import { realCatalog } from '../../support/realCatalog';
import { generated } from './generated';

/** Names of the tests of one policy, each with what it expects. */
function testsOf(statements: readonly object[], type: PolicyType = 'identity'): readonly string[] {
  const file = generated(JSON.stringify({ Version: '2012-10-17', Statement: statements }), type, realCatalog());
  assert.ok(file !== undefined);
  assert.deepEqual(file.problems, []);
  for (const { name, outcome } of file.outcomes) assert.equal(outcome.kind, 'passed', name);
  return file.tests.file.groups.flatMap(({ tests }) => tests.map(({ name, expect }) => `${name}: ${expect}`));
}

const reads = (condition?: object) => ({
  Sid: 'Reads',
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::a/*',
  ...(condition === undefined ? {} : { Condition: condition }),
});

describe('generated tests', () => {
  it('exercise a statement, and nearly', () => {
    assert.deepEqual(testsOf([reads()]), [
      'Reads allows s3:GetObject: allowed',
      'Reads does not apply to s3:GetObjectAcl: implicitDeny',
      'Reads does not apply to s3:GetObject on arn:aws:s3:::a-other/example: implicitDeny',
    ]);
  });

  const edges: readonly (readonly [string, object, readonly RegExp[]])[] = [
    ['a number', { NumericLessThanEquals: { 's3:max-keys': '10' } }, [/when s3:max-keys is 11: implicitDeny/]],
    [
      'a date',
      { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
      [/when aws:CurrentTime is 2026-01-01T00:00:00Z: implicitDeny/],
    ],
    [
      'addresses',
      { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.9/32'] } },
      [/when aws:SourceIp is 203\.0\.114\.0: implicitDeny/, /when aws:SourceIp is 198\.51\.100\.9: allowed/],
    ],
    ['a pattern', { StringLike: { 'aws:PrincipalTag/team': 'data-*' } }, [/aws:PrincipalTag\/team is other-data-example: implicitDeny/]],
    [
      'an ARN',
      { ArnLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:*:111122223333:vpc/a' } },
      [/is arn:aws:ec2:us-east-1:111122223333:vpc\/a-other: implicitDeny/],
    ],
    ['a flag', { Bool: { 'aws:SecureTransport': 'true' } }, [/when aws:SecureTransport is false: implicitDeny/]],
    ['presence', { Null: { 'aws:PrincipalTag/team': 'false' } }, [/without aws:PrincipalTag\/team: implicitDeny/]],
    ['absence', { Null: { 'aws:PrincipalTag/team': 'true' } }, [/when aws:PrincipalTag\/team is example: implicitDeny/]],
    [
      'what may be absent',
      { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'data' } },
      [/team is data-other: implicitDeny/, /without aws:PrincipalTag\/team: allowed/],
    ],
    [
      'all of a set',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
      [/is a-other: implicitDeny/, /is a, a-other: implicitDeny/, /without aws:TagKeys: allowed/],
    ],
    [
      'any of a set',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } },
      [/is a-other: implicitDeny/, /is a, a-other: allowed/, /without aws:TagKeys: implicitDeny/],
    ],
  ];
  for (const [what, condition, expected] of edges) {
    it(`go to the edge of a condition: ${what}`, () => {
      const names = testsOf([reads(condition)]);
      for (const wanted of expected)
        assert.ok(
          names.some((name) => wanted.test(name)),
          `${String(wanted)} is none of\n${names.join('\n')}`,
        );
    });
  }

  it('fill variables with what the caller has', () => {
    const statement = { ...reads(), Resource: 'arn:aws:s3:::home/${aws:username}/*' };
    assert.ok(
      testsOf([statement]).includes('Reads does not apply to s3:GetObject by arn:aws:iam::111122223333:role/example: implicitDeny'),
    );
  });

  it('show a denial against what is allowed otherwise', () => {
    const leave = { Sid: 'Stay', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' };
    for (const type of ['scp', 'identity', 'session', 'permissionsBoundary'] as const) {
      const [first, second] = testsOf([leave], type);
      assert.equal(first, 'Stay denies organizations:LeaveOrganization: explicitDeny');
      if (type === 'scp') assert.match(second ?? '', /^Stay does not apply to organizations:\w+: allowed$/);
    }
  });

  it('spare whom a condition exempts', () => {
    const names = testsOf(
      [
        {
          Sid: 'Guard',
          Effect: 'Deny',
          Action: 'iam:*',
          Resource: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } },
        },
      ],
      'scp',
    );
    assert.ok(
      names.some((name) => /^Guard does not apply to iam:\w+ by arn:aws:iam::111122223333:role\/admin: allowed$/.test(name)),
      names.join('\n'),
    );
  });

  it('let in whom a policy on a resource names, and nobody else', () => {
    const names = testsOf(
      [{ Sid: 'Share', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::777777777777:root' }, Action: 'sqs:SendMessage', Resource: '*' }],
      'resource',
    );
    assert.equal(names[0], 'Share allows sqs:SendMessage: allowed');
    assert.ok(
      names.includes('Share does not apply to sqs:SendMessage by arn:aws:iam::444455556666:user/other: implicitDeny'),
      names.join('\n'),
    );
    const trust = testsOf(
      [
        {
          Sid: 'GitHub',
          Effect: 'Allow',
          Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:us/app:*' } },
        },
      ],
      'trust',
    );
    assert.equal(trust[0], 'GitHub allows sts:AssumeRoleWithWebIdentity: allowed');
  });

  it('say which statement nothing hangs on, and which none applies to', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Shadowed', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' },
        { Sid: 'No', Effect: 'Deny', Action: 'sqs:*', Resource: '*' },
        {
          Sid: 'Never',
          Effect: 'Allow',
          Action: 'sns:*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalTag/x': 'a' }, StringNotEquals: { 'aws:PrincipalTag/x': 'a' } },
        },
        { Sid: 'Wrong', Effect: 'allow', Action: 'sns:*', Resource: '*' },
      ],
    };
    const file = generated(JSON.stringify(policy), 'identity', realCatalog());
    assert.ok(file !== undefined);
    assert.match(file.text, /"name": "Shadowed allows sqs:SendMessage, but No denies it"/);
    assert.match(file.text, /\/\/ Shadowed: .*\n *\/\/ Nothing was found that hangs on this statement alone\./);
    assert.deepEqual(
      file.tests.unexercised.map(({ statement, reason }) => [statement, english(reason)]),
      [
        [2, 'no value of aws:PrincipalTag/x satisfies its conditions'],
        [3, 'Effect is neither Allow nor Deny'],
      ],
    );
    assert.match(file.text, /\/\/ No test for Never: no value of aws:PrincipalTag\/x satisfies its conditions\.\n/);
  });

  it('are no more than anybody reads, and say so', () => {
    const statements = Array.from({ length: 70 }, (_, index) => ({ ...reads(), Sid: `S${index}`, Resource: `arn:aws:s3:::b${index}/*` }));
    const file = generated(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity', realCatalog());
    assert.ok(file !== undefined && file.tests.count >= 100 && file.tests.count < 110);
    assert.equal(file.tests.exercised.length, 70);
    assert.match(file.text, /\/\/ There are 100 tests here; further edges/);
  });
});

describe('edges of address ranges', () => {
  for (const [range, inside, outside] of [
    ['203.0.113.0/24', '203.0.113.7', ['203.0.114.0', '203.0.112.255']],
    ['203.0.113.9', '203.0.113.9', ['203.0.113.10', '203.0.113.8']],
    ['255.255.255.0/24', '255.255.255.7', ['255.255.254.255']],
    ['0.0.0.0/0', '0.0.0.7', []],
    ['2001:db8::/32', '2001:db8::7', ['2001:db9::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff']],
    ['::1/128', '::1', ['::2', '::']],
  ] as const) {
    it(range, () => {
      const parsed = parseIpRange(range);
      assert.ok(parsed !== undefined);
      assert.deepEqual(edgesOf(parsed), { inside, outside: [...outside] });
    });
  }
});
