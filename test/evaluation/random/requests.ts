import type { Caller } from '../reference/callers';
import { callerOf } from '../reference/callers';
import type { RandomSource } from './randomSource';

export const home = '111122223333';
export const abroad = '444455556666';
export const management = '999999999999';

/** Who asks for what: the part of a scenario that its policies are then made for. */
export interface RandomRequest {
  readonly principal: string | { readonly federated: string };
  /** The role behind a session, where it must be told. */
  readonly principalArn: string | undefined;
  /** Whether the request says that its root user is a session of AssumeRoot. */
  readonly isAssumedRoot: boolean;
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  /** Whether the owner must be told, since nothing in the ARN says it. */
  readonly tellsOwner: boolean;
}

/** Actions by their resource; `ACCOUNT` is the owner. An action stands as often as it should come. */
const actions: readonly (readonly [resource: string, ...actions: readonly string[]])[] = [
  ['arn:aws:s3:::media/photos/a.png', 's3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObject'],
  ['arn:aws:s3:::media/home/alice/b.txt', 's3:GetObject', 's3:PutObject'],
  ['arn:aws:s3:::media', 's3:ListBucket', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  ['*', 's3:ListAllMyBuckets', 'ec2:DescribeInstances', 'iam:ListUsers', 'kms:ListKeys', 'sqs:ListQueues', 'sns:ListTopics'],
  ['*', 'sts:GetCallerIdentity', 'dynamodb:ListTables', 'lambda:ListFunctions', 'sts:GetSessionToken'],
  ['arn:aws:ec2:eu-west-1:ACCOUNT:instance/i-0123456789abcdef0', 'ec2:StartInstances', 'ec2:TerminateInstances', 'ec2:CreateTags'],
  ['arn:aws:iam::ACCOUNT:user/alice', 'iam:GetUser', 'iam:CreateUser', 'iam:DeleteUser'],
  ['arn:aws:iam::ACCOUNT:role/app/Worker', 'iam:PassRole', 'iam:CreateRole', 'iam:GetRole'],
  ['arn:aws:iam::ACCOUNT:role/app/Worker', 'sts:AssumeRole', 'sts:AssumeRole', 'sts:AssumeRole', 'sts:TagSession'],
  ['arn:aws:iam::ACCOUNT:role/aws-service-role/a.amazonaws.com/Linked', 'sts:AssumeRole'],
  [
    'arn:aws:kms:us-west-2:ACCOUNT:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'kms:Decrypt',
    'kms:Encrypt',
    'kms:DescribeKey',
    'kms:Decrypt',
  ],
  ['arn:aws:sqs:us-east-1:ACCOUNT:jobs', 'sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
  ['arn:aws:dynamodb:us-east-1:ACCOUNT:table/Orders', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  ['arn:aws:organizations::ACCOUNT:policy/o-a1b2c3d4e5/service_control_policy/p-11112222', 'organizations:DescribePolicy'],
  [
    'arn:aws:organizations::ACCOUNT:account/o-a1b2c3d4e5/111122223333',
    'organizations:DescribeAccount',
    'organizations:DescribeEffectivePolicy',
  ],
  ['*', 'organizations:DescribeOrganization', 'organizations:ListAccounts', 'organizations:CreateAccount'],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'iam:CreatePolicyVersion', 'iam:GetPolicy'],
  ['arn:aws:kms:us-west-2:ACCOUNT:alias/app', 'kms:CreateAlias'],
  ['arn:aws:sts::ACCOUNT:federated-user/alice', 'sts:GetFederationToken'],
  ['arn:aws:iam::ACCOUNT:root', 'sts:AssumeRoot', 'iam:GetLoginProfile'],
  [
    'arn:aws:organizations::ACCOUNT:handshake/o-a1b2c3d4e5/invite/h-1234abcd',
    'organizations:AcceptHandshake',
    'organizations:CancelHandshake',
  ],
  ['arn:aws:ec2:us-east-1:ACCOUNT:vpc-peering-connection/pcx-1', 'ec2:AcceptVpcPeeringConnection'],
  ['arn:aws:lambda:us-east-1:ACCOUNT:function:resize', 'lambda:InvokeFunction', 'lambda:GetFunction', 'lambda:InvokeFunctionUrl'],
  ['arn:aws:sns:us-east-1:ACCOUNT:alerts', 'sns:Publish', 'sns:Subscribe', 'sns:Publish'],
  ['arn:aws:secretsmanager:us-east-1:ACCOUNT:secret:db-AbCdEf', 'secretsmanager:GetSecretValue'],
];

const onRoles = 'arn:aws:iam::ACCOUNT:role/app/Worker';

/** Every action that requests ask for, so that policies can name the others. */
export const allActions: readonly string[] = [...new Set(actions.flatMap(([, ...names]) => names))];

export function randomRequest(random: RandomSource): RandomRequest {
  const kind = random.weighted([
    [30, 'user'],
    [30, 'session'],
    [8, 'bareRole'],
    [7, 'federatedUser'],
    [7, 'root'],
    [4, 'assumedRoot'],
    [7, 'service'],
    [5, 'anonymous'],
    [4, 'external'],
    [4, 'serviceLinked'],
  ] as const);
  const account = random.chance(0.1) ? management : home;
  const { principal, principalArn } = randomPrincipal(kind, account, random);
  const isAssumedRoot = kind === 'assumedRoot';
  const caller = callerOf(principal, principalArn, String(isAssumedRoot));
  const [pattern, action] = randomAction(kind, random);
  const owner = randomOwner(pattern, account, random);
  const tellsOwner = pattern !== '*' && !pattern.includes('ACCOUNT') && (owner !== account || !('account' in caller) || random.chance(0.5));
  return { principal, principalArn, isAssumedRoot, caller, action, resource: pattern.replace('ACCOUNT', owner), owner, tellsOwner };
}

function randomPrincipal(kind: string, account: string, random: RandomSource) {
  const iam = (entity: string) => `arn:aws:iam::${account}:${entity}`;
  const session = (name: string, role: string) => ({
    principal: `arn:aws:sts::${account}:assumed-role/${name}`,
    principalArn: iam(`role/${role}`),
  });
  const alone = (principal: string | { readonly federated: string }) => ({ principal, principalArn: undefined });
  switch (kind) {
    case 'user':
      return alone(iam(random.pick(['user/alice', 'user/team/bob'])));
    case 'session':
      return random.pick([session('Worker/run-1', 'app/Worker'), session('Admin/carol', 'Admin')]);
    case 'bareRole':
      return alone(iam(random.pick(['role/Admin', 'role/app/Worker'])));
    case 'serviceLinked':
      return session('Linked/run', 'aws-service-role/a.amazonaws.com/Linked');
    case 'federatedUser':
      return alone(`arn:aws:sts::${account}:federated-user/alice`);
    case 'root':
    case 'assumedRoot':
      return alone(iam('root'));
    case 'service':
      return alone(random.pick(['ec2.amazonaws.com', 'sns.amazonaws.com', 'lambda.amazonaws.com']));
    case 'external':
      return alone({ federated: random.pick([oidcProvider, samlProvider]) });
    default:
      return alone('anonymous');
  }
}

export const oidcProvider = `arn:aws:iam::${home}:oidc-provider/token.actions.githubusercontent.com`;
export const samlProvider = `arn:aws:iam::${home}:saml-provider/Corp`;

function randomAction(kind: string, random: RandomSource): readonly [resource: string, action: string] {
  if (kind === 'external')
    return [
      onRoles,
      random.pick(['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession']),
    ];
  const forAnonymous = ['s3:GetObject', 's3:ListBucket', 'sqs:SendMessage', 'sns:Publish', 'kms:Decrypt', 'lambda:InvokeFunctionUrl'];
  const all = actions.flatMap(([resource, ...names]) => names.map((name) => [resource, name] as const));
  const onResources = all.filter(([resource]) => resource !== '*');
  if (kind === 'anonymous') return random.pick(onResources.filter(([, name]) => forAnonymous.includes(name)));
  if (kind === 'service') return random.pick(onResources.filter(([, name]) => !name.startsWith('organizations:')));
  return random.pick(all);
}

function randomOwner(pattern: string, account: string, random: RandomSource): string {
  if (pattern === '*') return account;
  if (pattern.includes(':organizations:')) return management;
  return random.chance(0.68) ? account : random.chance(0.8) ? abroad : management;
}
