import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import type { ConditionalCheck, OperationCheck } from '../../../server/src/core/catalog/catalog';
import { checksMade } from '../../../server/src/core/catalog/operationChecks';
import { createOperationIndex } from '../../../server/src/core/catalog/operationIndex';
import { checksOf } from '../../../server/src/core/evaluation/operations';
import { realCatalog } from '../../support/realCatalog';

type WrittenCheck = Partial<ConditionalCheck> & Pick<OperationCheck, 'action'> & { readonly source?: string };
interface Row {
  readonly name: string;
  readonly source: string;
  readonly order?: string;
  readonly checks: readonly WrittenCheck[];
  readonly conditional?: readonly WrittenCheck[];
}

const catalog = realCatalog();
const rows = readRows();
const written = rows.flatMap(({ name, checks, conditional = [] }) => [...checks, ...conditional].map((check) => ({ name, ...check })));

function readRows(): readonly Row[] {
  const parsed: unknown = JSON.parse(readFileSync('server/data/facts/operations.json', 'utf8'));
  const isFacts = (value: unknown): value is { readonly rows: readonly Row[] } =>
    typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows);
  assert.ok(isFacts(parsed));
  return parsed.rows;
}

/** Types that an action is checked on though the catalog does not list them with it. */
const unlistedTypes: Readonly<Record<string, string>> = {
  'organizations:AttachPolicy awspolicy': 'FullAWSAccess and its like are attached as any policy is; only the ARN has another form',
  'organizations:DetachPolicy awspolicy': 'as AttachPolicy',
};

/** Keys that a check carries though the catalog does not list them with its action. */
const unlistedKeys: Readonly<Record<string, string>> = {
  'dynamodb:ConditionCheckItem dynamodb:EnclosingOperation':
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html allows it by this key',
};

describe('each fact about an operation', () => {
  it('has a name of its own, checks, and a page of AWS that says it', () => {
    assert.ok(rows.length >= 60, `${String(rows.length)} rows`);
    assert.equal(new Set(rows.map(({ name }) => name.toLowerCase())).size, rows.length);
    for (const { name, source, checks, conditional = [] } of rows) {
      const sources = [source, ...[...checks, ...conditional].flatMap((check) => check.source ?? [])];
      for (const page of sources) assert.match(page, /^https:\/\/docs\.aws\.amazon\.com\/[\w/.-]+\.html$/, name);
      assert.ok(checks.length + conditional.length > 0, name);
      assert.ok(catalog.service(name.slice(0, name.indexOf(':'))), name);
    }
  });

  it('names actions that exist', () => {
    assert.deepEqual(
      written.filter(({ action }) => catalog.action(action)?.name !== action).map(({ name, action }) => `${name}: ${action}`),
      [],
    );
  });

  it('names types of resources that its actions have', () => {
    const strange = written.flatMap(({ name, action, types = [] }) => {
      const known = catalog.action(action)?.resourceTypes.map((type) => type.name) ?? [];
      const [service = ''] = action.split(':');
      return types
        .filter((type) => !known.includes(type) && unlistedTypes[`${action} ${type}`] === undefined)
        .concat(types.filter((type) => catalog.resourceType(service, type) === undefined))
        .map((type) => `${name}: ${action} on ${type}`);
    });
    assert.deepEqual(strange, []);
  });

  it('needs every type that the action of its name requires', () => {
    const lacking = rows.flatMap(({ name, checks }) => {
      const needed = checks.filter(({ action, need = 0 }) => action === name && need > 0).flatMap(({ types = [] }) => types);
      if (checks.every(({ action }) => action !== name)) return [];
      const required = catalog.action(name)?.resourceTypes.filter((type) => type.required) ?? [];
      return required.filter((type) => !needed.includes(type.name)).map((type) => `${name}: ${type.name}`);
    });
    assert.deepEqual(lacking, []);
  });

  it('never checks an action on all resources that has types of its own', () => {
    const loose = written.filter(({ action, types = [] }) => types.length === 0 && (catalog.action(action)?.resourceTypes.length ?? 0) > 0);
    assert.deepEqual(
      loose.map(({ name, action }) => `${name}: ${action}`),
      [],
    );
  });

  it('passes roles to services that are known', () => {
    const principals = new Set(catalog.servicePrincipals());
    const passed = written.filter(({ action }) => action === 'iam:PassRole');
    assert.ok(passed.length >= 50);
    assert.deepEqual(
      passed.filter(({ context = {} }) => !principals.has(context['iam:PassedToService'] ?? '')).map(({ name }) => name),
      [],
    );
  });

  it('adds only keys that the action has', () => {
    const strange = written.flatMap(({ name, action, context = {} }) =>
      Object.keys(context)
        .filter((key) => !catalog.action(action)?.conditionKeys.includes(key) && unlistedKeys[`${action} ${key}`] === undefined)
        .map((key) => `${name}: ${key} to ${action}`),
    );
    assert.deepEqual(strange, []);
  });

  it('says the order of resources that have a place', () => {
    const isPlaced = ({ checks }: Row) => new Set(checks.flatMap(({ place }) => (place === undefined ? [] : [place]))).size > 1;
    for (const row of rows) assert.equal(row.order !== undefined, isPlaced(row), row.name);
  });

  it('hangs a further check on keys that exist, and replaces only a check that it has', () => {
    const conditional = rows.flatMap(({ name, checks, conditional: further = [] }) => further.map((check) => ({ name, checks, ...check })));
    assert.ok(conditional.length >= 30);
    for (const { name, keys, instead, action, checks } of conditional) {
      assert.ok(keys, name);
      const unknown = keys.filter((key) => catalog.conditionKey(key.replace(/\*$/, 'Key')) === undefined);
      assert.deepEqual(unknown, [], name);
      assert.notEqual(action, instead);
      if (instead !== undefined) assert.ok(checks.some((check) => check.action === instead) && keys.length > 0, name);
    }
  });

  it('comes back from the catalog as it is written', () => {
    const filled = ({ action, types = [], need = 0, when, place, context = {} }: WrittenCheck) => {
      return { action, types, need, when, place, context };
    };
    for (const { name, checks, conditional = [] } of rows) {
      assert.deepEqual(catalog.operation(name.toUpperCase()), {
        name,
        checks: checks.map(filled),
        conditional: conditional.map((check) => ({ ...filled(check), keys: check.keys, instead: check.instead })),
      });
    }
  });

  it('may have types with a space in their names', () => {
    const [check] = createOperationIndex('a:B|a:B code+signing+config,function 1 - -')('a:b')?.checks ?? [];
    assert.deepEqual(check?.types, ['code signing config', 'function']);
  });
});

const inAccount = (service: string, name: string) => `arn:aws:${service}:us-east-1:111122223333:${name}`;
const iam = (name: string) => `arn:aws:iam::111122223333:${name}`;
const organization = (name: string) => `arn:aws:organizations::111122223333:${name}`;
const role = iam('role/worker');
const nodeRole = iam('role/nodes');
const tagged = { 'aws:TagKeys': ['team'] };
const table = inAccount('dynamodb', 'table/t');
const kmsKey = (id: string) => inAccount('kms', `key/${id}`);
const secret = inAccount('secretsmanager', 'secret:s-AbCdEf');
const fn = inAccount('lambda', 'function:f');
const layer = inAccount('lambda', 'layer:l:3');

describe('the checks of a call', () => {
  const calls: readonly {
    readonly operation: string;
    readonly resources: readonly string[];
    readonly context?: Readonly<Record<string, string | readonly string[]>>;
    readonly checks: readonly string[];
  }[] = [
    {
      operation: 'organizations:CreateOrganizationalUnit',
      resources: [organization('root/o-a/r-b'), organization('ou/o-a/ou-b-c')],
      context: tagged,
      checks: [
        `organizations:CreateOrganizationalUnit ${organization('root/o-a/r-b')}`,
        `organizations:TagResource ${organization('ou/o-a/ou-b-c')}`,
      ],
    },
    { operation: 'organizations:CreateAccount', resources: [], checks: ['organizations:CreateAccount *'] },
    {
      operation: 'organizations:CreateGovCloudAccount',
      resources: [],
      context: tagged,
      checks: ['organizations:CreateGovCloudAccount *', 'organizations:TagResource ?'],
    },
    {
      operation: 'organizations:PutResourcePolicy',
      resources: [organization('resourcepolicy/o-a/rp-b')],
      context: tagged,
      checks: [
        `organizations:PutResourcePolicy ${organization('resourcepolicy/o-a/rp-b')}`,
        `organizations:TagResource ${organization('resourcepolicy/o-a/rp-b')}`,
      ],
    },
    {
      operation: 'ec2:CreateVolume',
      resources: [inAccount('ec2', 'volume/*')],
      context: tagged,
      checks: [
        `ec2:CreateVolume ${inAccount('ec2', 'volume/*')}`,
        `ec2:CreateTags ${inAccount('ec2', 'volume/*')} ec2:CreateAction=CreateVolume`,
      ],
    },
    {
      operation: 'ec2:CreateSnapshot',
      resources: [inAccount('ec2', 'volume/vol-1')],
      checks: ['ec2:CreateSnapshot ?', `ec2:CreateSnapshot ${inAccount('ec2', 'volume/vol-1')}`],
    },
    {
      operation: 'kms:ReplicateKey',
      resources: [kmsKey('mrk-1')],
      checks: [`kms:ReplicateKey ${kmsKey('mrk-1')}`, 'kms:CreateKey *'],
    },
    {
      operation: 'kms:ReEncrypt',
      resources: [kmsKey('1'), kmsKey('2')],
      checks: [`kms:ReEncryptFrom ${kmsKey('1')}`, `kms:ReEncryptTo ${kmsKey('2')}`],
    },
    {
      operation: 'dynamodb:TransactGetItems',
      resources: [table],
      checks: [`dynamodb:GetItem ${table} dynamodb:EnclosingOperation=TransactGetItems`],
    },
    {
      operation: 'dynamodb:CreateTable',
      resources: [table],
      context: tagged,
      checks: [`dynamodb:CreateTable ${table}`, `dynamodb:TagResource ${table}`],
    },
    {
      operation: 'iam:AddRoleToInstanceProfile',
      resources: [iam('instance-profile/p'), role],
      checks: [`iam:AddRoleToInstanceProfile ${iam('instance-profile/p')}`, `iam:PassRole ${role} iam:PassedToService=ec2.amazonaws.com`],
    },
    {
      operation: 'iam:CreateRole',
      resources: [role],
      context: tagged,
      checks: [`iam:CreateRole ${role}`, `iam:TagRole ${role}`],
    },
    {
      operation: 'lambda:UpdateFunctionConfiguration',
      resources: [fn, layer, role],
      checks: [
        `lambda:UpdateFunctionConfiguration ${fn}`,
        `lambda:GetLayerVersion ${layer}`,
        `iam:PassRole ${role} iam:PassedToService=lambda.amazonaws.com`,
      ],
    },
    {
      operation: 'eks:CreateCluster',
      resources: [role, nodeRole],
      checks: [
        'eks:CreateCluster *',
        `iam:PassRole ${role} iam:PassedToService=eks.amazonaws.com`,
        `iam:PassRole ${nodeRole} iam:PassedToService=ec2.amazonaws.com`,
      ],
    },
    {
      operation: 'ecs:RunTask',
      resources: [inAccount('ecs', 'task-definition/web:1'), role],
      checks: [
        `ecs:RunTask ${inAccount('ecs', 'task-definition/web:1')}`,
        `iam:PassRole ${role} iam:PassedToService=ecs-tasks.amazonaws.com`,
      ],
    },
    {
      operation: 'events:PutTargets',
      resources: [inAccount('events', 'rule/nightly')],
      checks: [`events:PutTargets ${inAccount('events', 'rule/nightly')}`],
    },
    {
      operation: 'sqs:SendMessageBatch',
      resources: [inAccount('sqs', 'q')],
      checks: [`sqs:SendMessage ${inAccount('sqs', 'q')}`],
    },
    {
      operation: 'secretsmanager:BatchGetSecretValue',
      resources: [secret],
      checks: ['secretsmanager:BatchGetSecretValue *', `secretsmanager:GetSecretValue ${secret}`],
    },
    {
      operation: 's3:DeleteBucketCors',
      resources: ['arn:aws:s3:::bucket'],
      checks: ['s3:PutBucketCORS arn:aws:s3:::bucket'],
    },
    {
      operation: 's3:HeadObject',
      resources: [inAccount('s3', 'accesspoint/p/object/a')],
      checks: [`s3:GetObject ${inAccount('s3', 'accesspoint/p/object/a')}`],
    },
  ];

  for (const { operation, resources, context = {}, checks } of calls) {
    it(`${operation}${context === tagged ? ' with tags' : ''} on ${String(resources.length)} resources`, () => {
      const asked = {
        principal: iam('user/alice'),
        operation,
        resources: resources.map((arn) => ({ arn })),
        context,
        contextIsComplete: true,
      };
      const made = checksOf(asked, catalog).checks.map(({ action, resource = '?', request }) => {
        const added = written
          .filter((check) => check.name === operation && check.action === action)
          .flatMap((check) => Object.keys(check.context ?? {}));
        const shown = [...new Set(added)].map((name) => ` ${name}=${String(request?.context[name])}`);
        return `${action} ${resource}${shown.join('')}`;
      });
      assert.deepEqual(made, checks);
    });
  }
});

describe('the checks that only some calls make', () => {
  const made = (name: string, ...keys: readonly string[]) => {
    const operation = catalog.operation(name);
    assert.ok(operation, name);
    const { made: certain, perhaps } = checksMade(operation, keys);
    return [...certain.map(({ action }) => action), ...perhaps.map(({ action }) => `${action}?`)];
  };

  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    ['s3:GetObject', [], ['s3:GetObject']],
    ['s3:GetObject', ['s3:versionid'], ['s3:GetObjectVersion']],
    ['s3:CopyObject', ['s3:VersionId', 's3:x-amz-acl'], ['s3:PutObject', 's3:GetObjectVersion', 's3:PutObjectAcl']],
    ['s3:DeleteObject', ['s3:VersionId'], ['s3:DeleteObject', 's3:DeleteObjectVersion']],
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    ['s3:PutObject', ['s3:x-amz-storage-class'], ['s3:PutObject']],
    ['s3:PutObject', ['s3:RequestObjectTag/team', 's3:object-lock-mode'], ['s3:PutObject', 's3:PutObjectTagging', 's3:PutObjectRetention']],
    ['s3:PutObject', ['s3:object-lock-legal-hold'], ['s3:PutObject', 's3:PutObjectLegalHold']],
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html
    ['sts:AssumeRole', ['aws:RequestTag/team'], ['sts:AssumeRole', 'sts:TagSession']],
    [
      'sts:AssumeRole',
      ['sts:SourceIdentity', 'sts:RequestContextProviders'],
      ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:SetContext'],
    ],
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    [
      'dynamodb:TransactWriteItems',
      [],
      ['dynamodb:ConditionCheckItem?', 'dynamodb:DeleteItem?', 'dynamodb:PutItem?', 'dynamodb:UpdateItem?'],
    ],
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_organizations.html
    [
      'organizations:AcceptHandshake',
      [],
      ['organizations:AcceptHandshake', 'iam:CreateServiceLinkedRole', 'organizations:LeaveOrganization?'],
    ],
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    [
      'lambda:UpdateFunctionConfiguration',
      ['lambda:SubnetIds'],
      [
        'lambda:UpdateFunctionConfiguration',
        'lambda:GetLayerVersion',
        'lambda:PassCapacityProvider',
        'iam:PassRole',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
    ],
    [
      'secretsmanager:CreateSecret',
      ['secretsmanager:AddReplicaRegions', 'aws:TagKeys'],
      ['secretsmanager:CreateSecret', 'secretsmanager:TagResource', 'secretsmanager:ReplicateSecretToRegions'],
    ],
    [
      'cloudformation:UpdateStack',
      ['cloudformation:StackPolicyUrl'],
      ['cloudformation:UpdateStack', 'iam:PassRole', 'cloudformation:SetStackPolicy'],
    ],
  ];
  for (const [name, keys, expected] of cases) {
    it(`${name} with ${keys.join(' and ') || 'nothing else'} makes ${expected.join(', ')}`, () => {
      assert.deepEqual(made(name, ...keys), expected);
    });
  }
});
