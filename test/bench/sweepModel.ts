import type { Account, Organization, PolicyReference, User } from '../../server/src/core/organization/organization';
import type { LoadPolicy } from '../../server/src/core/organization/policyLoader';
import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import type { Policy } from '../../server/src/core/policy/policy';
import type { QueryRequest } from '../../server/src/core/queries/organizationFrame';
import { parseJson } from '../../server/src/core/syntax/parseJson';

// An organization as large ones are: 1,000 accounts in 50 OUs under 5, 100 principals each, guardrails on root and OUs.

export const size = { accounts: 1000, principals: 100, requests: 50, units: 50 } as const;

const span = { start: 0, end: 0 };
const origin = { file: 'organization.jsonc', span };
const services = ['s3', 'ec2', 'dynamodb', 'sqs', 'sns', 'lambda', 'iam', 'kms', 'logs', 'cloudwatch'] as const;
const verbs = ['Get*', 'List*', 'Describe*', 'Put*', 'Create*'] as const;

const policyText = (index: number): string => {
  const service = services[index % services.length] ?? 's3';
  const condition = index % 3 === 0 ? { Condition: { StringEquals: { 'aws:PrincipalTag/team': `team-${index % 7}` } } } : {};
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [`${service}:${verbs[index % verbs.length]}`, `${service}:Delete${index}`],
        Resource: `arn:aws:${service}:*:*:*`,
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: [`arn:aws:s3:::bucket-${index}`, `arn:aws:s3:::bucket-${index}/*`],
        ...condition,
      },
      ...(index % 10 === 0
        ? [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }]
        : [{ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }]),
    ],
  });
};

const full = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const regionStatement = {
  Effect: 'Deny',
  NotAction: ['iam:*', 'sts:*'],
  Resource: '*',
  Condition: {
    StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] },
    ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/user-99' },
  },
};
const regions = JSON.stringify({ Version: '2012-10-17', Statement: regionStatement });
/** The guardrail of the root that also denies an action. */
export function regionsAndNo(action: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [regionStatement, { Effect: 'Deny', Action: action, Resource: '*' }] });
}
const denying = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: action, Resource: '*' } });

export interface SweepModel {
  readonly organization: Organization;
  readonly load: LoadPolicy;
}

/** The organization with so many distinct policies; `attachedTo` moves an SCP's text for the edits. */
export function sweepModel(
  distinct: number,
  scale: { readonly accounts: number; readonly principals: number } = size,
): SweepModel & { edited(scp: 'root' | 'unit', text?: string): SweepModel } {
  const parse = (text: string): Policy => lowerPolicy(parseJson(text).root);
  const texts = new Map([
    ['full', full],
    ['root', regions],
    ['unit', denying('sqs:Delete*')],
    ...Array.from({ length: size.units }, (_, index) => [`unit${index}`, denying(`${services[index % 10]}:Put*`)] as const),
  ]);
  const parsed = new Map<string, Policy>();
  const load: LoadPolicy = (reference) => {
    if (reference.kind !== 'file') return undefined;
    const known = parsed.get(reference.file);
    if (known !== undefined) return { policy: known };
    const policy = parse(texts.get(reference.file) ?? policyText(Number(reference.file)));
    // Many policies are kept as texts and read when they are asked for.
    if (distinct <= 1000) parsed.set(reference.file, policy);
    return { policy };
  };
  const files = Array.from({ length: distinct }, (_, index): PolicyReference => ({ kind: 'file', file: String(index), origin }));
  const fileAt = (index: number): readonly PolicyReference[] => {
    const file = files[index % distinct];
    return file === undefined ? [] : [file];
  };
  const accounts = Array.from({ length: scale.accounts }, (_, number): Account => {
    const id = String(100000000000 + number);
    const user = (index: number): User => ({
      kind: 'user',
      name: `user-${index}`,
      path: '/',
      arn: `arn:aws:iam::${id}:user/user-${index}`,
      managed: [...fileAt(number * scale.principals + index), ...(index % 2 === 0 ? fileAt((number + index) * 7) : [])],
      inline: [],
      origin,
      groups: [],
      boundary: undefined,
      tags: { team: `team-${index % 5}` },
      console: false,
      accessKeys: 0,
    });
    return {
      kind: 'account',
      id,
      idIsSynthetic: false,
      name: `account-${number}`,
      attach: [],
      origin,
      extent: span,
      email: undefined,
      ou: `/U${number % size.units}`,
      state: 'ACTIVE',
      joined: undefined,
      tags: {},
      principals: { users: Array.from({ length: scale.principals }, (_, index) => user(index)), groups: [], roles: [] },
      customerPolicies: [],
      resources: [],
      resourcesAreBroken: false,
    };
  });
  const policy = (name: string) =>
    [
      `scp/${name}`,
      { reference: `scp/${name}`, type: 'scp', name, id: `p-${name}`, idIsSynthetic: false, description: undefined, file: name, origin },
    ] as const;
  const organization: Organization = {
    id: 'o-a1b2c3d4e5',
    idIsSynthetic: false,
    name: 'Bench',
    featureSet: 'ALL',
    managementAccount: '100000000000',
    root: {
      kind: 'root',
      id: 'r-ab12',
      idIsSynthetic: false,
      name: 'Root',
      attach: ['scp/FullAWSAccess', 'scp/root'],
      origin,
      policyTypes: new Map([['scp', 'ENABLED']]),
      organizationalUnits: Array.from({ length: size.units }, (_, index) => ({
        kind: 'organizationalUnit' as const,
        id: `ou-ab12-${index}`,
        idIsSynthetic: false,
        name: `U${index}`,
        path: `/U${index}`,
        attach: ['scp/FullAWSAccess', `scp/unit${index}`, ...(index === 0 ? ['scp/unit'] : [])],
        origin,
        organizationalUnits: [],
      })),
    },
    accounts,
    policies: new Map([
      [
        'scp/FullAWSAccess',
        {
          reference: 'scp/FullAWSAccess',
          type: 'scp',
          name: 'FullAWSAccess',
          id: 'p-FullAWSAccess',
          idIsSynthetic: false,
          description: undefined,
          file: 'full',
          origin,
        },
      ],
      policy('root'),
      policy('unit'),
      ...Array.from({ length: size.units }, (_, index) => policy(`unit${index}`)),
    ]),
    manifestIsBroken: false,
    trustedAccess: [],
    delegatedAdministrators: new Map(),
    delegationPolicy: undefined,
    handshakes: [],
    permissionSets: [],
    origin,
  };
  return {
    organization,
    load,
    edited(scp, text = denying(scp === 'root' ? 'lambda:*' : 'dynamodb:*')) {
      const policyAfter = parse(text);
      return {
        organization: { ...organization },
        load: (reference) => (reference.kind === 'file' && reference.file === scp ? { policy: policyAfter } : load(reference)),
      };
    },
  };
}

/** Fifty requests over ten services. */
export function sweepRequests(): readonly QueryRequest[] {
  const names = [
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
    's3:DeleteObject',
    's3:CreateBucket',
    'ec2:DescribeInstances',
    'ec2:RunInstances',
    'ec2:StartInstances',
    'ec2:CreateTags',
    'ec2:DescribeVpcs',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:ListTables',
    'dynamodb:CreateTable',
    'dynamodb:DescribeTable',
    'sqs:GetQueueUrl',
    'sqs:ListQueues',
    'sqs:DeleteQueue',
    'sqs:CreateQueue',
    'sqs:SendMessage',
    'sns:ListTopics',
    'sns:Publish',
    'sns:CreateTopic',
    'sns:GetTopicAttributes',
    'sns:DeleteTopic',
    'lambda:GetFunction',
    'lambda:ListFunctions',
    'lambda:CreateFunction',
    'lambda:InvokeFunction',
    'lambda:PutFunctionConcurrency',
    'iam:GetUser',
    'iam:CreateUser',
    'iam:ListRoles',
    'iam:PutUserPolicy',
    'iam:GetRole',
    'kms:ListKeys',
    'kms:CreateKey',
    'kms:ListAliases',
    'kms:GenerateRandom',
    'kms:DescribeCustomKeyStores',
    'logs:CreateLogGroup',
    'logs:GetLogEvents',
    'logs:PutLogEvents',
    'logs:ListTagsForResource',
    'logs:DescribeLogStreams',
    'cloudwatch:GetMetricData',
    'cloudwatch:ListMetrics',
    'cloudwatch:PutMetricData',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:PutDashboard',
  ];
  return names.map((action, index) => ({
    action,
    resource: action === 's3:GetObject' ? 'arn:aws:s3:::bucket-7/a' : action === 's3:ListBucket' ? 'arn:aws:s3:::bucket-7' : '*',
    context: { 'aws:RequestedRegion': index % 9 === 0 ? 'ap-south-1' : 'eu-west-1' },
    contextIsComplete: true,
  }));
}
