import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { RoleHop } from '../../../server/src/core/evaluation/roleChain';
import { filesFrom } from '../../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../../server/src/core/organization/policyLoader';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { askCall } from '../../../server/src/core/simulation/askCall';
import type { OrganizationCall } from '../../../server/src/core/simulation/askCall';
import { english } from '../../../server/src/core/text/message';
import { companyFiles } from '../organization/fixture';
import { realCatalog } from '../../support/realCatalog';

const catalog = realCatalog();
const allow = (Action: unknown, more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const text = (...statements: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const inline = (...statements: readonly object[]) => [{ name: 'own', document: { Version: '2012-10-17', Statement: statements } }];
const trusts = (AWS: string, Action: unknown = 'sts:AssumeRole', more: object = {}): string =>
  text({ Effect: 'Allow', Principal: { AWS }, Action, ...more });

/** kim of service-1 becomes `deploy` of pipeline, which becomes `audit` of company. */
const files = companyFiles({
  'organization.jsonc': `{
    "organization": { "id": "o-a1b2c3d4e5", "name": "Company", "featureSet": "ALL", "managementAccount": "company" },
    "root": {
      "id": "r-ab12", "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED", "RESOURCE_CONTROL_POLICY": "ENABLED" },
      "ous": [
        { "name": "Engineer", "id": "ou-ab12-11111111" },
        { "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/data-only", "rcp/perimeter"] }
      ]
    },
    "policies": { "rcp/perimeter": { "file": "policies/rcp/perimeter.json" } }
  }`,
  'policies/scp/data-only.json': text({ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }),
  'policies/rcp/perimeter.json': text({
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRole', 's3:PutObject'],
    Resource: '*',
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  }),
  'iam/service-1/principals.jsonc': JSON.stringify({
    users: [{ name: 'kim', inline: inline(allow(['sts:AssumeRole', 'sts:TagSession', 's3:*', 'lambda:*', 'ec2:*'])) }],
  }),
  'iam/pipeline/principals.jsonc': JSON.stringify({
    roles: [
      {
        name: 'deploy',
        path: '/ci/',
        trust: './trust/deploy.json',
        tags: { team: 'data' },
        inline: inline(allow(['sts:AssumeRole', 'ec2:*', 'lambda:*', 's3:*'])),
      },
      {
        name: 'tagged',
        trust: './trust/tagged.json',
        tags: { team: 'data' },
        inline: inline(allow('s3:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } })),
      },
      { name: 'pipeline', trust: './trust/github.json', inline: inline(allow('s3:*')) },
      { name: 'fenced', trust: './trust/fenced.json', boundary: './boundary.json', inline: inline(allow('*')) },
    ],
  }),
  'iam/pipeline/boundary.json': text(allow('sqs:*')),
  'iam/pipeline/trust/deploy.json': trusts('arn:aws:iam::222222222222:user/kim'),
  'iam/pipeline/trust/tagged.json': trusts('arn:aws:iam::222222222222:user/kim', ['sts:AssumeRole', 'sts:TagSession'], {
    Condition: { StringEquals: { 'aws:ResourceTag/team': 'data' } },
  }),
  'iam/pipeline/trust/github.json': text({
    Effect: 'Allow',
    Principal: { Federated: 'arn:aws:iam::444444444444:oidc-provider/token.actions.githubusercontent.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
  }),
  'iam/pipeline/trust/fenced.json': trusts('arn:aws:iam::222222222222:user/kim'),
  'iam/company/principals.jsonc': JSON.stringify({
    roles: [{ name: 'audit', trust: './trust/audit.json', inline: inline(allow(['s3:*', 'ec2:*'])) }],
  }),
  'iam/company/trust/audit.json': trusts('arn:aws:iam::444444444444:role/ci/deploy', 'sts:AssumeRole', {
    Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*' } },
  }),
  'resources/pipeline/resources.jsonc': `[
    { "arn": "arn:aws:s3:::media", "policy": "./media.bucket.json" },
    { "arn": "arn:aws:s3:::archive", "policy": "./archive.bucket.json" }
  ]`,
  'resources/pipeline/media.bucket.json': text({
    Effect: 'Allow',
    Principal: { AWS: '222222222222' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::media/*',
  }),
  'resources/pipeline/archive.bucket.json': text({
    Effect: 'Allow',
    Principal: { AWS: '222222222222' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::archive/*',
  }),
});

const { organization } = readOrganization(files);
assert.ok(organization);
const sources = {
  organization,
  load: createPolicyLoader({ files: filesFrom(files), managedPolicyDocument: () => text(allow('*')) }),
  catalog,
};

const hop = (role: string, context: RoleHop['context'] = {}): RoleHop => ({ role, context });
const act = (action: string, resource: string): OrganizationCall['what'] => ({ kind: 'action', action, resource });
const run = (operation: string, ...arns: readonly string[]): OrganizationCall['what'] => ({
  kind: 'operation',
  operation,
  resources: arns.map((arn) => ({ arn })),
});

function ask(what: OrganizationCall['what'], assumeRoles: readonly RoleHop[], principal = 'service-1/user/kim', contextIsComplete = true) {
  const answer = askCall({ principal, what, assumeRoles, context: {}, contextIsComplete }, sources);
  assert.ok(answer.kind === 'answered', answer.kind === 'unclear' ? english(answer.message) : '');
  const { trace, hops, checks = [], levelNames } = answer;
  return {
    decision: trace.decision,
    at: trace.chain?.decidedAt,
    by: trace.decidedBy,
    hops: hops.map((made) => made.trace.decision),
    failed: checks.filter(({ decision }) => decision !== 'allowed').map(({ action, resource }) => `${action} ${resource ?? '?'}`),
    problems: trace.problems.map(english),
    levelNames,
  };
}

const media = 'arn:aws:s3:::media/a';
const archive = 'arn:aws:s3:::archive/a';
const deploy = 'pipeline/role/ci/deploy';
const audit = 'company/role/audit';

describe('a chain of roles in an organization', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
  it('ends with the policies of the last role', () => {
    const { decision, hops } = ask(act('s3:DeleteObject', 'arn:aws:s3:::reports/a'), [hop(deploy), hop(audit)]);
    assert.deepEqual([decision, hops], ['allowed', ['allowed', 'allowed']]);
    assert.equal(ask(act('s3:DeleteObject', media), []).decision, 'implicitDeny');
  });

  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
  it('has the SCPs of the account of the role, and their names', () => {
    const { decision, by, levelNames } = ask(act('ec2:RunInstances', '*'), [hop(deploy)]);
    assert.deepEqual([decision, by?.layer, by?.level], ['explicitDeny', 'scp', 1]);
    assert.equal(levelNames.scp?.[1], 'Data');
    assert.equal(ask(act('ec2:DescribeInstances', '*'), [hop(deploy), hop(audit)]).decision, 'allowed');
  });

  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
  it('has the RCPs of the account of the role that is taken', () => {
    const stranger = ask(act('s3:GetObject', media), [hop(deploy)], 'arn:aws:iam::999999999999:user/eve');
    assert.deepEqual([stranger.decision, stranger.at, stranger.by?.layer], ['explicitDeny', 0, 'rcp']);
  });

  it('fails where the trust policy names another', () => {
    const { decision, at } = ask(act('s3:GetObject', media), [hop(audit)]);
    assert.deepEqual([decision, at], ['implicitDeny', 0]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  it('has the boundary of the role', () => {
    const { decision, by } = ask(act('s3:GetObject', 'arn:aws:s3:::x/a'), [hop('pipeline/role/fenced')]);
    assert.deepEqual([decision, by?.layer], ['implicitDeny', 'permissionsBoundary']);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_know
  it('has session tags over the tags of the role, which the trust policy sees as those of the resource', () => {
    const tags = { 'aws:RequestTag/team': 'blue', 'aws:TagKeys': ['team'] };
    assert.equal(ask(act('s3:GetObject', media), [hop('pipeline/role/tagged', tags)]).decision, 'allowed');
    const untagged = ask(act('s3:GetObject', media), [hop('pipeline/role/tagged')]);
    assert.deepEqual([untagged.decision, untagged.at], ['implicitDeny', undefined]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
  it('knows the role, with its path, behind a named session', () => {
    assert.equal(
      ask(act('s3:GetObject', 'arn:aws:s3:::x/a'), [hop(deploy, { 'sts:RoleSessionName': 'run-7' }), hop(audit)]).decision,
      'allowed',
    );
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
  it('may start with an identity provider', () => {
    const provider = 'arn:aws:iam::444444444444:oidc-provider/token.actions.githubusercontent.com';
    const guarded = ask(act('s3:GetObject', 'arn:aws:s3:::x/a'), [hop('pipeline/role/pipeline')], provider);
    assert.deepEqual([guarded.decision, guarded.hops], ['allowed', ['allowed']]);
    const other = ask(act('s3:GetObject', 'arn:aws:s3:::x/a'), [hop(deploy)], provider);
    assert.deepEqual([other.decision, other.at], ['implicitDeny', 0]);
  });

  it('leaves a role that the organization does not describe unknown', () => {
    const { decision, at } = ask(act('s3:GetObject', media), [hop('arn:aws:iam::444444444444:role/other')]);
    assert.deepEqual([decision, at], ['undetermined', 0]);
  });

  it('does not take a name that is nobody, or no role', () => {
    const unclear = (role: string) => {
      const what = act('s3:GetObject', media);
      const answer = askCall(
        { principal: 'service-1/user/kim', what, assumeRoles: [hop(role)], context: {}, contextIsComplete: true },
        sources,
      );
      return answer.kind === 'unclear' ? [english(answer.message), ...answer.nearest] : [];
    };
    assert.deepEqual(unclear('pipeline/role/ci/deplyo'), ['account `pipeline` has no role `ci/deplyo`', 'pipeline/role/ci/deploy']);
    assert.deepEqual(unclear('service-1/user/kim'), ['`service-1/user/kim` is no role']);
  });
});

describe('an operation in an organization', () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  it('has the policy of each resource for its own check', () => {
    const { decision, failed } = ask(run('s3:CopyObject', media, archive), []);
    assert.deepEqual([decision, failed], ['implicitDeny', [`s3:PutObject ${archive}`]]);
    assert.deepEqual(ask(run('s3:CopyObject', media, 'arn:aws:s3:::own/a'), []).decision, 'allowed');
  });

  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
  it('has the RCPs of the owner of each resource', () => {
    const stranger = ask(run('s3:CopyObject', 'arn:aws:s3:::elsewhere/a', archive), [], 'arn:aws:iam::999999999999:user/eve');
    assert.deepEqual([stranger.decision, stranger.by?.layer], ['explicitDeny', 'rcp']);
    assert.deepEqual(stranger.failed.includes(`s3:PutObject ${archive}`), true);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
  it('may be made by a role on the way', () => {
    const resources = ['arn:aws:lambda:us-east-1:444444444444:function:f', 'arn:aws:iam::444444444444:role/ci/deploy'];
    const { decision, failed, hops } = ask(run('lambda:CreateFunction', ...resources), [hop(deploy)]);
    assert.deepEqual([decision, failed, hops], ['implicitDeny', [`iam:PassRole ${resources[1] ?? ''}`], ['allowed']]);
  });

  it('names a resource that no check is on', () => {
    const { problems } = ask(run('s3:CopyObject', media, archive, 'arn:aws:sqs:us-east-1:444444444444:q'), []);
    assert.match(problems.join(), /no check of `s3:CopyObject` is on a resource like `arn:aws:sqs/);
  });
});
