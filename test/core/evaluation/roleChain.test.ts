import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { decideScenario } from '../../../server/src/core/evaluation/decideScenario';
import { describeTrace } from '../../../server/src/core/evaluation/describeTrace';
import { readScenario } from '../../../server/src/core/evaluation/scenario';
import { toScenarioResult } from '../../../server/src/core/evaluation/scenarioResult';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import { createTranslate, english } from '../../../server/src/core/text/message';
import { realCatalog } from '../../support/realCatalog';

const catalog = realCatalog();
const alice = 'arn:aws:iam::111122223333:user/alice';
const deploy = 'arn:aws:iam::222233334444:role/ci/deploy';
const audit = 'arn:aws:iam::333344445555:role/audit';
const object = 'arn:aws:s3:::media/a.png';
const single = { action: 's3:GetObject', resource: object };

const document = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | readonly string[], more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: string, more: object = {}) => ({ Effect: 'Deny', Action, Resource: '*', ...more });
const trust = (principal: string, Action: string | readonly string[] = 'sts:AssumeRole', Condition?: object) =>
  document({ Effect: 'Allow', Principal: { AWS: principal }, Action, ...(Condition === undefined ? {} : { Condition }) });

const takes = document(allow('sts:AssumeRole'));
const reads = document(allow('s3:GetObject'));
/** alice takes `deploy`, which takes `audit`, which reads an object of its account. */
const toDeploy = { role: deploy, trustPolicy: trust(alice), identityPolicies: [takes] };
const toAudit = { role: audit, trustPolicy: trust(deploy), identityPolicies: [reads] };

interface Changes {
  readonly roles?: readonly object[];
  readonly request?: object;
  readonly policies?: object;
}

function ask({ roles = [toDeploy, toAudit], request = {}, policies = {} }: Changes) {
  const { scenario, problems } = readScenario(
    nodeFromValue({
      name: 'chain',
      request: { principal: alice, ...('operation' in request ? {} : single), assumeRoles: roles, ...request },
      identityPolicies: [takes],
      ...policies,
    }),
    () => undefined,
  );
  assert.ok(scenario, problems.map(english).join());
  const answer = decideScenario(scenario, catalog);
  const { trace, hops = [] } = answer;
  return {
    decision: trace.decision,
    at: trace.chain?.decidedAt,
    hops: hops.map((hop) => hop.trace.decision),
    failed: hops.flatMap(({ checks }) => checks.filter(({ decision }) => decision !== 'allowed').map(({ action }) => action)),
    problems: trace.problems.map(english),
    missing: trace.missingContextKeys,
    answer,
  };
}

interface Row extends Changes {
  readonly name: string;
  readonly source: string;
  readonly decision: string;
  readonly at?: number;
  readonly failed?: readonly string[];
}

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const rows: readonly Row[] = [
  { name: 'is allowed when each role trusts the one before', source: `${guide}/id_roles.html#iam-term-role-chaining`, decision: 'allowed' },
  {
    name: 'fails at a role that does not trust the one before',
    source: `${guide}/id_roles_create_for-user.html`,
    roles: [toDeploy, { ...toAudit, trustPolicy: trust(alice) }],
    decision: 'implicitDeny',
    at: 1,
    failed: ['sts:AssumeRole'],
  },
  {
    name: 'needs the identity policy of the caller across accounts',
    source: `${guide}/reference_policies_evaluation-logic-cross-account.html`,
    policies: { identityPolicies: [] },
    decision: 'implicitDeny',
    at: 0,
  },
  {
    name: 'is stopped by an SCP of the account of the role that calls',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
    roles: [{ ...toDeploy, serviceControlPolicies: [[document(allow('*'), deny('sts:AssumeRole'))]] }, toAudit],
    decision: 'explicitDeny',
    at: 1,
  },
  {
    name: 'is stopped by an RCP of the account of the role that is taken',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
    roles: [{ ...toDeploy, resourceControlPolicies: [[document(deny('sts:AssumeRole', { Principal: '*' }))]] }, toAudit],
    decision: 'explicitDeny',
    at: 0,
  },
  {
    name: 'is limited by the session policy of the last role',
    source: `${guide}/access_policies.html#policies_session`,
    roles: [toDeploy, { ...toAudit, sessionPolicies: [document(allow('s3:PutObject'))] }],
    decision: 'implicitDeny',
  },
  {
    name: 'cannot go on with a session policy that lacks sts:AssumeRole',
    source: `${guide}/access_policies.html#policies_session`,
    roles: [{ ...toDeploy, sessionPolicies: [reads] }, toAudit],
    decision: 'implicitDeny',
    at: 1,
  },
  {
    name: 'leaves the session policies of who starts behind',
    source: `${guide}/access_policies.html#policies_session`,
    request: { principal: 'arn:aws:sts::111122223333:assumed-role/start/s' },
    roles: [{ ...toDeploy, trustPolicy: trust('arn:aws:iam::111122223333:role/start') }, toAudit],
    policies: { sessionPolicies: [takes] },
    decision: 'allowed',
  },
  {
    name: 'takes the boundary of the role, not that of who starts',
    source: `${guide}/access_policies_boundaries.html`,
    roles: [toDeploy, { ...toAudit, permissionsBoundary: takes }],
    policies: { permissionsBoundary: takes },
    decision: 'implicitDeny',
  },
  {
    name: 'sends the external id of the call only',
    source: `${guide}/id_roles_common-scenarios_third-party.html`,
    roles: [
      { ...toDeploy, trustPolicy: trust(alice, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': '42' } }), externalId: '42' },
      { ...toAudit, trustPolicy: trust(deploy, 'sts:AssumeRole', { Null: { 'sts:ExternalId': 'true' } }) },
    ],
    decision: 'allowed',
  },
  {
    name: 'names the role, with its path, in aws:PrincipalArn of a named session',
    source: `${guide}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    roles: [
      { ...toDeploy, sessionName: 'run-7' },
      { ...toAudit, trustPolicy: trust('222233334444', 'sts:AssumeRole', { ArnEquals: { 'aws:PrincipalArn': deploy } }) },
    ],
    decision: 'allowed',
  },
  {
    name: 'is trusted by the ARN of a named session',
    source: `${guide}/reference_policies_elements_principal.html#principal-role-session`,
    roles: [
      { ...toDeploy, sessionName: 'run-7' },
      { ...toAudit, trustPolicy: trust('arn:aws:sts::222233334444:assumed-role/deploy/run-7') },
    ],
    decision: 'allowed',
  },
  {
    name: 'forgets the tags and the MFA of who starts',
    source: `${guide}/id_credentials_mfa_configure-api-require.html`,
    request: { context: { 'aws:MultiFactorAuthPresent': 'true', 'aws:PrincipalTag/team': 'a' } },
    roles: [
      {
        ...toDeploy,
        trustPolicy: trust(alice, 'sts:AssumeRole', {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          StringEquals: { 'aws:PrincipalTag/team': 'a' },
        }),
      },
      {
        ...toAudit,
        trustPolicy: trust(deploy, 'sts:AssumeRole', { Null: { 'aws:MultiFactorAuthPresent': 'true', 'aws:PrincipalTag/team': 'true' } }),
      },
    ],
    decision: 'allowed',
  },
  {
    name: 'keeps the address for every call',
    source: `${guide}/reference_policies_condition-keys.html#condition-keys-sourceip`,
    request: { context: { 'aws:SourceIp': '203.0.113.7' } },
    roles: [toDeploy, { ...toAudit, trustPolicy: trust(deploy, 'sts:AssumeRole', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }) }],
    decision: 'allowed',
  },
  {
    name: 'needs sts:TagSession to pass session tags',
    source: `${guide}/id_session-tags.html#id_session-tags_permissions-required`,
    roles: [{ ...toDeploy, tags: { team: 'a' } }, toAudit],
    decision: 'implicitDeny',
    at: 0,
    failed: ['sts:TagSession'],
  },
  {
    name: 'has its session tags over the tags of the role',
    source: `${guide}/id_session-tags.html#id_session-tags_know`,
    policies: { identityPolicies: [document(allow(['sts:AssumeRole', 'sts:TagSession']))] },
    roles: [
      {
        role: deploy,
        trustPolicy: trust(alice, ['sts:AssumeRole', 'sts:TagSession']),
        roleTags: { Team: 'b', cost: '1' },
        tags: { team: 'a' },
        identityPolicies: [
          document(allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a', 'aws:PrincipalTag/cost': '1' } } })),
        ],
      },
    ],
    decision: 'allowed',
  },
  {
    name: 'drops session tags that are not transitive',
    source: `${guide}/id_session-tags.html#id_session-tags_role-chaining`,
    policies: { identityPolicies: [document(allow(['sts:AssumeRole', 'sts:TagSession']))] },
    roles: [
      { ...toDeploy, trustPolicy: trust(alice, ['sts:AssumeRole', 'sts:TagSession']), tags: { team: 'a' } },
      {
        ...toAudit,
        identityPolicies: [document(allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }))],
      },
    ],
    decision: 'implicitDeny',
  },
  {
    name: 'hands transitive session tags on, with sts:TagSession on both sides',
    source: `${guide}/id_session-tags.html#id_session-tags_role-chaining`,
    policies: { identityPolicies: [document(allow(['sts:AssumeRole', 'sts:TagSession']))] },
    roles: [
      {
        role: deploy,
        trustPolicy: trust(alice, ['sts:AssumeRole', 'sts:TagSession']),
        identityPolicies: [document(allow(['sts:AssumeRole', 'sts:TagSession']))],
        tags: { team: 'a' },
        transitiveTagKeys: ['team'],
      },
      {
        role: audit,
        trustPolicy: trust(deploy, ['sts:AssumeRole', 'sts:TagSession']),
        identityPolicies: [document(allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }))],
      },
    ],
    decision: 'allowed',
  },
  {
    name: 'needs sts:TagSession of the next role too for transitive tags',
    source: 'https://github.com/aws/eks-pod-identity-agent/issues/80',
    policies: { identityPolicies: [document(allow(['sts:AssumeRole', 'sts:TagSession']))] },
    roles: [
      {
        role: deploy,
        trustPolicy: trust(alice, ['sts:AssumeRole', 'sts:TagSession']),
        identityPolicies: [document(allow(['sts:AssumeRole', 'sts:TagSession']))],
        tags: { team: 'a' },
        transitiveTagKeys: ['team'],
      },
      toAudit,
    ],
    decision: 'implicitDeny',
    at: 1,
    failed: ['sts:TagSession'],
  },
  {
    name: 'fails when an inherited tag is passed again',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
    policies: { identityPolicies: [document(allow('sts:*'))] },
    roles: [
      {
        role: deploy,
        trustPolicy: trust(alice, 'sts:*'),
        identityPolicies: [document(allow('sts:*'))],
        tags: { team: 'a' },
        transitiveTagKeys: ['team'],
      },
      { ...toAudit, trustPolicy: trust(deploy, 'sts:*'), tags: { Team: 'b' } },
    ],
    decision: 'implicitDeny',
    at: 1,
  },
  {
    name: 'keeps the source identity, which needs sts:SetSourceIdentity at every role',
    source: `${guide}/id_credentials_temp_control-access_monitor.html`,
    policies: { identityPolicies: [document(allow('sts:*'))] },
    roles: [
      { role: deploy, trustPolicy: trust(alice, 'sts:*'), identityPolicies: [document(allow('sts:*'))], sourceIdentity: 'alice' },
      {
        role: audit,
        trustPolicy: trust(deploy, ['sts:AssumeRole', 'sts:SetSourceIdentity'], { StringEquals: { 'aws:SourceIdentity': 'alice' } }),
        identityPolicies: [document(allow('s3:GetObject', { Condition: { StringEquals: { 'aws:SourceIdentity': 'alice' } } }))],
      },
    ],
    decision: 'allowed',
  },
  {
    name: 'cannot change the source identity',
    source: `${guide}/id_credentials_temp_control-access_monitor.html`,
    policies: { identityPolicies: [document(allow('sts:*'))] },
    roles: [
      { role: deploy, trustPolicy: trust(alice, 'sts:*'), identityPolicies: [document(allow('sts:*'))], sourceIdentity: 'alice' },
      { ...toAudit, trustPolicy: trust(deploy, 'sts:*'), sourceIdentity: 'bob' },
    ],
    decision: 'implicitDeny',
    at: 1,
  },
  {
    name: 'cannot start with the root user',
    source: `${guide}/id_credentials_sts-comparison.html`,
    request: { principal: 'arn:aws:iam::111122223333:root' },
    roles: [{ ...toDeploy, trustPolicy: trust('111122223333') }, toAudit],
    decision: 'implicitDeny',
    at: 0,
  },
  {
    name: 'may start with an AWS service',
    source: `${guide}/id_roles_create_for-service.html`,
    request: { principal: 'lambda.amazonaws.com' },
    roles: [
      {
        role: audit,
        trustPolicy: document({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
        identityPolicies: [reads],
      },
    ],
    policies: { identityPolicies: [] },
    decision: 'allowed',
  },
  {
    name: 'may start with a web identity, whose claims are those of the first call',
    source: `${guide}/id_roles_create_for-idp_oidc.html`,
    request: {
      principal: { federated: 'arn:aws:iam::333344445555:oidc-provider/token.actions.githubusercontent.com' },
      context: { 'token.actions.githubusercontent.com:sub': 'repo:a/b' },
    },
    roles: [
      {
        role: audit,
        trustPolicy: document({
          Effect: 'Allow',
          Principal: { Federated: 'arn:aws:iam::333344445555:oidc-provider/token.actions.githubusercontent.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:a/b' } },
        }),
        identityPolicies: [reads],
      },
    ],
    policies: { identityPolicies: [] },
    decision: 'allowed',
  },
  {
    name: 'ends with an operation of the last role',
    source: `${guide}/id_roles_use_passrole.html`,
    request: {
      operation: 'lambda:CreateFunction',
      resources: [{ arn: 'arn:aws:lambda:us-east-1:333344445555:function:f' }, { arn: 'arn:aws:iam::333344445555:role/worker' }],
    },
    roles: [toDeploy, { ...toAudit, identityPolicies: [document(allow('lambda:*'))] }],
    decision: 'implicitDeny',
  },
];

describe('a chain of roles', () => {
  for (const row of rows) {
    it(`${row.name} (${row.source})`, () => {
      const { decision, at, failed, problems } = ask(row);
      assert.deepEqual([decision, at], [row.decision, row.at], problems.join());
      if (row.failed !== undefined) assert.deepEqual(failed, row.failed);
    });
  }

  it('names what a scenario does not say of a role, and leaves it unknown', () => {
    const { decision, at, problems } = ask({ roles: [{ role: deploy, identityPolicies: [takes] }, toAudit] });
    assert.deepEqual([decision, at], ['undetermined', 0]);
    assert.deepEqual(problems, [`\`assumeRoles[0].trustPolicy\` is missing: what it would say of ${deploy} is unknown`]);
    assert.equal(ask({ roles: [{ role: deploy, trustPolicy: trust(alice) }, toAudit] }).at, 1);
  });

  it('does not guess the SCPs and RCPs of an account that it is not told of', () => {
    const full = document(allow('*'));
    const withScps = (roles: readonly object[]) => ask({ roles, policies: { serviceControlPolicies: [[full]] } });
    assert.equal(withScps([toDeploy, toAudit]).decision, 'undetermined');
    assert.match(withScps([toDeploy, toAudit]).problems.join(), /`assumeRoles\[1\]\.serviceControlPolicies` is missing/);
    const told = [toDeploy, toAudit].map((role) => ({ ...role, serviceControlPolicies: [[full]] }));
    assert.equal(withScps(told).decision, 'allowed');
    const rcps = { resourceControlPolicies: [[document(deny('s3:PutObject', { Principal: '*' }))]] };
    const { decision, problems } = ask({ policies: rcps });
    assert.equal(decision, 'undetermined');
    assert.deepEqual(
      problems.map((problem) => /`(.*?)`/.exec(problem)?.[1]),
      ['assumeRoles[0].resourceControlPolicies'],
    );
  });

  it('is denied for certain where a later step is, whatever an open one says', () => {
    const open = { role: deploy, identityPolicies: [takes] };
    assert.deepEqual(ask({ roles: [open, { ...toAudit, trustPolicy: trust(alice) }] }).at, 1);
    const { decision, at, hops } = ask({ roles: [open, { ...toAudit, identityPolicies: [] }] });
    assert.deepEqual([decision, at, hops], ['implicitDeny', undefined, ['undetermined', 'allowed']]);
  });

  it('hangs on the unknown keys of all open calls', () => {
    const { decision, missing } = ask({
      request: { contextIsComplete: false },
      roles: [
        { ...toDeploy, trustPolicy: trust(alice, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': '42' } }) },
        { ...toAudit, identityPolicies: [document(allow('s3:GetObject', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))] },
      ],
    });
    assert.deepEqual([decision, missing], ['undetermined', ['sts:ExternalId', 'aws:SecureTransport']]);
  });

  it('does not take an inherited tag for one that the next call passes', () => {
    const tagged = {
      role: deploy,
      trustPolicy: trust(alice, 'sts:*'),
      identityPolicies: [document(allow('sts:*'))],
      tags: { team: 'a' },
      transitiveTagKeys: ['team'],
    };
    const onTag = { ...toAudit, trustPolicy: trust(deploy, 'sts:*', { StringEquals: { 'aws:RequestTag/team': 'a' } }) };
    const { decision, at, missing } = ask({ roles: [tagged, onTag], policies: { identityPolicies: [document(allow('sts:*'))] } });
    assert.deepEqual([decision, at, missing], ['undetermined', 1, ['aws:RequestTag/team']]);
  });
});

describe('a chain of roles in words', () => {
  const bundle: unknown = JSON.parse(readFileSync('l10n/parts/operations.ko.json', 'utf8'));
  const isBundle = (value: unknown): value is Readonly<Record<string, string>> =>
    typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
  assert.ok(isBundle(bundle));
  const korean = createTranslate(bundle);
  const failing = ask({ roles: [toDeploy, { ...toAudit, trustPolicy: trust(alice) }] }).answer.trace;

  it('names the step that fails, and why', () => {
    const { headline, short, awsMessage } = describeTrace(failing);
    assert.equal(english(headline), `Role 2 of 2, ${audit}, cannot be taken: Denied: no resource-based policy allows sts:AssumeRole`);
    assert.match(korean(headline), /^역할 2개 중 2번째 .* 수임할 수 없음: /);
    assert.equal(english(short), 'cannot become audit');
    assert.match(awsMessage ?? '', /^User: arn:aws:iam::222233334444:role\/ci\/deploy is not authorized to perform: sts:AssumeRole/);
  });

  it('names the roles before a decision at the end', () => {
    const { headline } = describeTrace(ask({}).answer.trace);
    assert.equal(english(headline), `After taking ${deploy}, ${audit}: Allowed by identity[0]#0 (identity-based policy)`);
  });

  it('says what a rule of STS refuses', () => {
    const row = rows.find(({ name }) => name === 'cannot change the source identity');
    assert.ok(row);
    assert.match(english(describeTrace(ask(row).answer.trace).headline), /cannot be taken: Denied: the source identity is `alice` already/);
  });

  it('is part of the JSON line', () => {
    const { answer } = ask({ roles: [toDeploy, { ...toAudit, trustPolicy: trust(alice) }] });
    const { decidedAtRole, assumedRoles, decidedBy } = toScenarioResult('x', answer.trace, answer);
    assert.deepEqual([decidedAtRole, decidedBy?.layer], [1, 'resource']);
    assert.deepEqual(assumedRoles?.[0], {
      role: deploy,
      decision: 'allowed',
      decidedBy: { layer: 'resource', level: null, policy: 'resource[0]', statement: 0, sid: null },
      checks: [{ action: 'sts:AssumeRole', resource: deploy, decision: 'allowed' }],
    });
  });
});

describe('assumeRoles that cannot be read', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    ['x', /`assumeRoles` must be a list/],
    [[1], /`assumeRoles` must be an object/],
    [[{}], /`role` is missing/],
    [[{ role: alice }], /is no ARN of a role/],
    [[{ role: audit, trust: {} }], /unknown field `trust`/],
    [[{ role: audit, tags: { a: 1 } }], /`tags` must be an object of strings/],
    [[{ role: audit, transitiveTagKeys: [1] }], /`transitiveTagKeys` must hold strings only/],
  ];
  for (const [assumeRoles, expected] of cases) {
    it(JSON.stringify(assumeRoles), () => {
      const request = { principal: alice, action: 's3:GetObject', resource: object, assumeRoles };
      const { scenario, problems } = readScenario(nodeFromValue({ name: 'x', request }), () => undefined);
      assert.equal(scenario, undefined);
      assert.match(problems.map(english).join(), expected);
    });
  }
});
