import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { checksOf, explainOperation } from '../../../server/src/core/evaluation/operations';
import type { OperationRequest } from '../../../server/src/core/evaluation/operations';
import { readScenario } from '../../../server/src/core/evaluation/scenario';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import { english } from '../../../server/src/core/text/message';
import { realCatalog } from '../../support/realCatalog';

const catalog = realCatalog();
const alice = 'arn:aws:iam::111122223333:user/alice';
const policy = 'arn:aws:organizations::111122223333:policy/o-exampleorgid/service_control_policy/p-examplepolicyid111';
const account = 'arn:aws:organizations::111122223333:account/o-exampleorgid/555555555555';
const root = 'arn:aws:organizations::111122223333:root/o-exampleorgid/r-exampleroot';
const ou = 'arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-exampleroot-exampleouid';
const role = 'arn:aws:iam::111122223333:role/worker';
const fn = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const key = (id: string) => `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const alias = 'arn:aws:kms:us-east-1:111122223333:alias/a';
const ec2 = (name: string) => `arn:aws:ec2:us-east-1:111122223333:${name}`;
const instanceParts = ['instance/*', 'network-interface/*', 'security-group/sg-1', 'subnet/subnet-1', 'volume/*'].map(ec2);
const launch = [...instanceParts, 'arn:aws:ec2:us-east-1::image/ami-1'];

const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*', Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Resource });
const denyIf = (Action: string, Condition: object) => ({ Effect: 'Deny', Action, Resource: '*', Condition });

function decide(operation: string, resources: readonly (string | object)[], statements: readonly unknown[], more: object = {}) {
  const {
    context = {},
    contextIsComplete = true,
    principal = alice,
    ...policies
  } = {
    context: {},
    contextIsComplete: true,
    principal: alice,
    ...more,
  };
  const { scenario, problems } = readScenario(
    nodeFromValue({
      name: 'operation',
      request: {
        principal,
        operation,
        resources: resources.map((named) => (typeof named === 'string' ? { arn: named } : named)),
        context,
        contextIsComplete,
      },
      identityPolicies: [{ Version: '2012-10-17', Statement: statements }],
      ...policies,
    }),
    () => undefined,
  );
  assert.ok(scenario, problems.map(english).join());
  const { request, operationResources = [] } = scenario;
  const asked: OperationRequest = { ...request, operation: request.action, resources: operationResources };
  const { trace, checks } = explainOperation(asked, scenario.policies, catalog);
  const failed = checks.filter(({ decision }) => decision !== 'allowed').map((made) => `${made.action} ${made.resource ?? '?'}`);
  return { decision: trace.decision, failed, problems: trace.problems.map(english), notes: trace.notes.map(english), checks };
}

describe('an operation', () => {
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
  it('AttachPolicy fails on the target alone', () => {
    const { decision, failed } = decide('organizations:AttachPolicy', [policy, account], [allow('organizations:AttachPolicy', policy)]);
    assert.deepEqual([decision, failed], ['implicitDeny', [`organizations:AttachPolicy ${account}`]]);
    assert.equal(decide('organizations:AttachPolicy', [policy, account], [allow('organizations:AttachPolicy')]).decision, 'allowed');
  });

  it('MoveAccount is a check on the account and on both parents', () => {
    const { failed } = decide('organizations:MoveAccount', [account, root, ou], [allow('organizations:MoveAccount', [account, root])]);
    assert.deepEqual(failed, [`organizations:MoveAccount ${ou}`]);
  });

  it('leaves a check unknown whose resource the request does not name', () => {
    const { decision, failed, problems } = decide('organizations:AttachPolicy', [policy], [allow('*')]);
    assert.deepEqual([decision, failed], ['undetermined', ['organizations:AttachPolicy ?']]);
    assert.match(problems.join(), /also needs a resource/);
    assert.equal(decide('organizations:AttachPolicy', [], [allow('*')]).decision, 'undetermined');
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html
  it('RunInstances is denied on one subnet', () => {
    const statements = [allow('ec2:*'), deny('ec2:RunInstances', ec2('subnet/subnet-1'))];
    const { decision, failed, notes } = decide('ec2:RunInstances', launch, statements);
    assert.deepEqual([decision, failed], ['explicitDeny', [`ec2:RunInstances ${ec2('subnet/subnet-1')}`]]);
    assert.ok(notes.includes(`The check that decides is \`ec2:RunInstances\` on ${ec2('subnet/subnet-1')}`));
  });

  it('carries the type of an instance on the instance only', () => {
    const condition = { StringEquals: { 'ec2:InstanceType': 't3.micro' } };
    const { failed } = decide('ec2:RunInstances', launch, [allow('ec2:RunInstances', '*', condition)], {
      context: { 'ec2:InstanceType': 't3.micro' },
    });
    assert.deepEqual(
      failed,
      launch.slice(1).map((arn) => `ec2:RunInstances ${arn}`),
    );
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
  it('CreateFunction needs iam:PassRole to Lambda', () => {
    assert.deepEqual(decide('lambda:CreateFunction', [fn, role], [allow('lambda:*')]).failed, [`iam:PassRole ${role}`]);
    const pass = (service: string) => allow('iam:PassRole', role, { StringEquals: { 'iam:PassedToService': service } });
    assert.equal(decide('lambda:CreateFunction', [fn, role], [allow('lambda:*'), pass('lambda.amazonaws.com')]).decision, 'allowed');
    assert.equal(decide('lambda:CreateFunction', [fn, role], [allow('lambda:*'), pass('ec2.amazonaws.com')]).decision, 'implicitDeny');
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
  it('AssumeRole with session tags needs sts:TagSession in the trust policy', () => {
    const trust = (Action: readonly string[]) => ({
      context: { 'aws:RequestTag/team': 'a', 'aws:TagKeys': ['team'] },
      resourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: alice }, Action }] },
    });
    assert.deepEqual(decide('sts:AssumeRole', [role], [], trust(['sts:AssumeRole'])).failed, [`sts:TagSession ${role}`]);
    assert.equal(decide('sts:AssumeRole', [role], [], trust(['sts:AssumeRole', 'sts:TagSession'])).decision, 'allowed');
  });

  // https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
  it('CreateAlias is a check on the alias and on the key', () => {
    const keyPolicy = (Action: string) => ({
      resourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: alice }, Action, Resource: '*' }] },
    });
    const onKey = decide('kms:CreateAlias', [alias, key('1')], [allow('kms:CreateAlias', alias)], keyPolicy('kms:DescribeKey'));
    assert.deepEqual(onKey.failed, [`kms:CreateAlias ${key('1')}`]);
    const onAlias = decide('kms:CreateAlias', [alias, key('1')], [], keyPolicy('kms:CreateAlias'));
    assert.deepEqual(onAlias.failed, [`kms:CreateAlias ${alias}`]);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  it('CopyObject reads the first object and writes the second', () => {
    const objects = ['arn:aws:s3:::from/a', 'arn:aws:s3:::to/a'];
    const { failed } = decide('s3:CopyObject', objects, [allow('s3:GetObject'), allow('s3:PutObject', 'arn:aws:s3:::from/*')]);
    assert.deepEqual(failed, ['s3:PutObject arn:aws:s3:::to/a']);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
  it('names a resource that none of its checks is on', () => {
    const queue = 'arn:aws:sqs:us-east-1:111122223333:q';
    const { decision, problems } = decide('organizations:AttachPolicy', [policy, account, queue], [allow('*')]);
    assert.deepEqual([decision, problems], ['allowed', [`no check of \`organizations:AttachPolicy\` is on a resource like \`${queue}\``]]);
    const objects = ['arn:aws:s3:::from/a', 'arn:aws:s3:::to/a', 'arn:aws:s3:::more/a'];
    assert.match(decide('s3:CopyObject', objects, [allow('*')]).problems.join(), /arn:aws:s3:::more\/a/);
    assert.deepEqual(decide('s3:CopyObject', objects.slice(0, 2), [allow('*')]).problems, []);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  it('takes a resource by its type in the service of the check', () => {
    const stage = 'arn:aws:apigateway:us-east-1::/restapis/a/stages/function';
    const { failed } = decide('lambda:CreateFunction', [stage], [allow('*')]);
    assert.deepEqual(failed, ['lambda:CreateFunction ?']);
    assert.deepEqual(decide('sts:AssumeRole', [role], []).failed, [`sts:AssumeRole ${role}`]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
  it('hangs on the type of an instance at the instance only, also when nobody gives it', () => {
    const statements = [allow('ec2:RunInstances'), denyIf('ec2:RunInstances', { StringNotEquals: { 'ec2:InstanceType': 't3.micro' } })];
    const withIfExists = [allow('ec2:RunInstances', '*', { StringEqualsIfExists: { 'ec2:InstanceType': 't3.micro' } })];
    assert.deepEqual(decide('ec2:RunInstances', launch, withIfExists, { contextIsComplete: false }).failed, [
      `ec2:RunInstances ${launch[0] ?? ''}`,
    ]);
    // A negated operator holds where the key is absent.
    assert.equal(decide('ec2:RunInstances', launch, statements, { contextIsComplete: false }).decision, 'explicitDeny');
  });

  it('keeps the key of another check out', () => {
    const statements = [
      allow('lambda:*', '*', { Null: { 'iam:PassedToService': 'true' } }),
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
    ];
    assert.equal(decide('lambda:CreateFunction', [fn, role], statements, { contextIsComplete: false }).decision, 'allowed');
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
  it('GetObject of a version is another permission', () => {
    const version = { context: { 's3:VersionId': 'v1' } };
    const object = 'arn:aws:s3:::from/a';
    assert.equal(decide('s3:GetObject', [object], [allow('s3:GetObjectVersion')], version).decision, 'allowed');
    assert.deepEqual(decide('s3:GetObject', [object], [allow('s3:GetObject')], version).failed, [`s3:GetObjectVersion ${object}`]);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  it('PutObject with an ACL needs s3:PutObjectAcl', () => {
    const withAcl = { context: { 's3:x-amz-acl': 'public-read' } };
    const object = 'arn:aws:s3:::to/a';
    assert.deepEqual(decide('s3:PutObject', [object], [allow('s3:PutObject')], withAcl).failed, [`s3:PutObjectAcl ${object}`]);
    assert.equal(decide('s3:PutObject', [object], [allow('s3:PutObject')]).decision, 'allowed');
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  it('TransactWriteItems is undetermined as long as some kind of write is not allowed', () => {
    const table = 'arn:aws:dynamodb:us-east-1:111122223333:table/t';
    const { decision, problems } = decide('dynamodb:TransactWriteItems', [table], [allow('dynamodb:PutItem')]);
    assert.deepEqual([decision, problems], ['undetermined', []]);
    assert.equal(decide('dynamodb:TransactWriteItems', [table], [allow('dynamodb:*')]).decision, 'allowed');
  });

  it('without an entry is the action of its name, and says so', () => {
    const { decision, notes } = decide('sqs:SendMessage', ['arn:aws:sqs:us-east-1:111122223333:q'], [allow('sqs:*')]);
    assert.equal(decision, 'allowed');
    assert.ok(notes.includes('`sqs:SendMessage` is taken for the single action of its name'));
  });
});

describe('the policies of the resources of an operation', () => {
  const objects = ['arn:aws:s3:::from/a', 'arn:aws:s3:::to/a'];
  const bucketPolicy = (Effect: string, Action: string, Resource: string, Principal: unknown = { AWS: alice }) => ({
    Version: '2012-10-17',
    Statement: [{ Effect, Principal, Action, Resource }],
  });
  const reads = bucketPolicy('Allow', 's3:GetObject', 'arn:aws:s3:::from/*');

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/copy-object.html
  it('are those that each resource gives', () => {
    const resources = [
      { arn: objects[0], account: '222233334444', resourcePolicy: reads },
      { arn: objects[1], account: '333344445555', resourcePolicy: bucketPolicy('Allow', 's3:PutObject', 'arn:aws:s3:::to/*') },
    ];
    assert.equal(decide('s3:CopyObject', resources, [allow('s3:*')]).decision, 'allowed');
    assert.deepEqual(decide('s3:CopyObject', [...resources].reverse(), [allow('s3:*')]).failed.length, 2);
  });

  it('are that of the scenario, for the one resource that its statements name', () => {
    assert.deepEqual(decide('s3:CopyObject', objects, [], { resourcePolicy: reads }).failed, [`s3:PutObject ${objects[1] ?? ''}`]);
    const writes = bucketPolicy('Allow', 's3:PutObject', 'arn:aws:s3:::to/*');
    assert.deepEqual(decide('s3:CopyObject', objects, [], { resourcePolicy: writes }).failed, [`s3:GetObject ${objects[0] ?? ''}`]);
  });

  it('are unknown when that could be of several, and that is said', () => {
    const { decision, problems } = decide('s3:CopyObject', objects, [allow('s3:*')], {
      resourcePolicy: bucketPolicy('Allow', 's3:*', '*'),
    });
    assert.equal(decision, 'undetermined');
    assert.match(problems.join(), /`resourcePolicy` does not say which resource it belongs to \(arn:aws:s3:::from, arn:aws:s3:::to\)/);
  });

  it('are left out when no resource can have one, and that is said', () => {
    const { decision, problems } = decide('iam:PassRole', [role], [allow('iam:PassRole')], {
      resourcePolicy: bucketPolicy('Deny', '*', '*', '*'),
    });
    assert.equal(decision, 'allowed');
    assert.match(problems.join(), /no resource of `iam:PassRole` can have the given `resourcePolicy`/);
  });

  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_policy_delegate.html
  it('are the delegation policy for all that AWS Organizations manages', () => {
    const delegation = {
      principal: 'arn:aws:iam::222233334444:user/bob',
      managementAccount: '111122223333',
      resourcePolicy: bucketPolicy('Allow', 'organizations:AttachPolicy', '*', { AWS: 'arn:aws:iam::222233334444:root' }),
    };
    assert.equal(
      decide('organizations:AttachPolicy', [policy, account], [allow('organizations:AttachPolicy')], delegation).decision,
      'allowed',
    );
  });

  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
  it('have the RCPs of their owners', () => {
    const denial = [[bucketPolicy('Deny', 's3:PutObject', '*', '*')]];
    const owned = (account: string, more: object = {}) => ({ arn: objects[0], account, ...more });
    const sameOwner = decide('s3:CopyObject', objects, [allow('s3:*')], { resourceControlPolicies: denial });
    assert.deepEqual(sameOwner.failed, [`s3:PutObject ${objects[1] ?? ''}`]);
    const twoOwners = [
      owned('111122223333'),
      { arn: objects[1], account: '222233334444', resourcePolicy: bucketPolicy('Allow', '*', '*') },
    ];
    const unclear = decide('s3:CopyObject', twoOwners, [allow('s3:*')], { resourceControlPolicies: denial });
    assert.equal(unclear.decision, 'undetermined');
    assert.match(
      unclear.problems.join(),
      /`resourceControlPolicies` does not say which owner it belongs to \(111122223333, 222233334444\)/,
    );
    const each = [owned('111122223333', { resourceControlPolicies: denial }), { ...twoOwners[1], resourceControlPolicies: [[]] }];
    assert.equal(decide('s3:CopyObject', each, [allow('s3:*')]).decision, 'allowed');
  });
});

describe('the facts about operations', () => {
  interface Row {
    readonly name: string;
    readonly checks: readonly { readonly action: string; readonly types?: readonly string[] }[];
  }
  const parsed: unknown = JSON.parse(readFileSync('server/data/facts/operations.json', 'utf8'));
  const isFacts = (value: unknown): value is { readonly rows: readonly Row[] } =>
    typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows);
  assert.ok(isFacts(parsed));
  const { rows } = parsed;
  const listed = rows.flatMap(({ name, checks }) => checks.map((check) => ({ name, ...check })));

  it('name actions and resource types that exist', () => {
    const strange = listed.flatMap(({ name, action, types = [] }) => {
      const known = catalog.action(action)?.resourceTypes.map((type) => type.name);
      if (known === undefined) return [`${name}: ${action}`];
      const [service = ''] = action.split(':');
      const exists = (type: string) => known.includes(type) || (type === 'awspolicy' && catalog.resourceType(service, type) !== undefined);
      return types.filter((type) => !exists(type)).map((type) => `${name}: ${action} on ${type}`);
    });
    assert.deepEqual(strange, []);
  });

  it('come back from the catalog', () => {
    for (const { name, checks } of rows) assert.equal(catalog.operation(name)?.checks.length, checks.length, name);
    const { checks } = checksOf(
      { principal: alice, operation: 'sts:assumerole', resources: [{ arn: role }], context: {}, contextIsComplete: true },
      catalog,
    );
    assert.deepEqual(
      checks.map(({ action }) => action),
      ['sts:AssumeRole'],
    );
  });
});
