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

function decide(operation: string, resources: readonly string[], statements: readonly unknown[], more: object = {}) {
  const { context = {}, ...policies } = { context: {}, ...more };
  const { scenario, problems } = readScenario(
    nodeFromValue({
      name: 'operation',
      request: { principal: alice, operation, resources: resources.map((arn) => ({ arn })), context },
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

  it('without an entry is the action of its name, and says so', () => {
    const { decision, notes } = decide('sqs:SendMessage', ['arn:aws:sqs:us-east-1:111122223333:q'], [allow('sqs:*')]);
    assert.equal(decision, 'allowed');
    assert.ok(notes.includes('`sqs:SendMessage` is taken for the single action of its name'));
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
