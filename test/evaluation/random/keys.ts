import type { RandomRequest } from './requests';
import type { RandomSource } from './randomSource';

export type KeyKind = 'text' | 'list' | 'arn' | 'flag' | 'number' | 'date' | 'address' | 'bytes';

/** A context key with values that it may have, and the one that the request has where the caller or the resource decides it. */
export interface RandomKey {
  readonly name: string;
  readonly kind: KeyKind;
  readonly samples: readonly string[];
  readonly derived: string | undefined;
}

const key = (name: string, kind: KeyKind, ...samples: readonly string[]): RandomKey => ({ name, kind, samples, derived: undefined });

const anyRequest: readonly RandomKey[] = [
  key('aws:SourceIp', 'address', '203.0.113.7', '203.0.114.1', '2001:db8::7', '198.51.100.20'),
  key('aws:SecureTransport', 'flag', 'true', 'false'),
  key('aws:CurrentTime', 'date', '2026-06-01T12:00:00Z', '2026-01-01T00:00:00Z', '1780000000'),
  key('aws:UserAgent', 'text', 'aws-cli/2.1', 'Boto3'),
  key('aws:SourceVpce', 'text', 'vpce-1a2b3c4d', 'vpce-99999999'),
  key('aws:SourceVpc', 'text', 'vpc-111bbb22', 'vpc-99999999'),
  key('aws:VpceAccount', 'text', '111122223333', '444455556666'),
  key('aws:ResourceTag/team', 'text', 'data', 'web', 'Data'),
];

const ofIam: readonly RandomKey[] = [
  key('aws:PrincipalTag/team', 'text', 'data', 'web', 'a*'),
  key('aws:PrincipalOrgID', 'text', 'o-a1b2c3d4e5', 'o-zzzzzzzzzz'),
  key('aws:PrincipalOrgPaths', 'list', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'),
  key('aws:MultiFactorAuthPresent', 'flag', 'true', 'false'),
  key('aws:TokenIssueTime', 'date', '2026-06-01T12:00:00Z', '2026-01-01T00:00:00Z'),
  key('aws:CalledVia', 'list', 'cloudformation.amazonaws.com', 'athena.amazonaws.com'),
  key('aws:CalledViaFirst', 'text', 'cloudformation.amazonaws.com', 'athena.amazonaws.com'),
  key('aws:SourceIdentity', 'text', 'alice', 'carol'),
  key('aws:ResourceOrgID', 'text', 'o-a1b2c3d4e5', 'o-zzzzzzzzzz'),
  key('aws:MultiFactorAuthAge', 'number', '300', '4000', '12.5'),
];

const ofServices: readonly RandomKey[] = [
  key('aws:SourceArn', 'arn', 'arn:aws:s3:::media', 'arn:aws:sns:us-east-1:111122223333:alerts'),
  key('aws:SourceAccount', 'text', '111122223333', '444455556666'),
];

const byService: Readonly<Record<string, readonly RandomKey[]>> = {
  s3: [
    key('s3:prefix', 'text', 'home/alice/', 'home/', 'photos'),
    key('s3:max-keys', 'number', '10', '11', '100'),
    key('s3:x-amz-acl', 'text', 'private', 'public-read'),
    key('s3:ExistingObjectTag/team', 'text', 'data', 'web'),
  ],
  ec2: [key('ec2:InstanceType', 'text', 't3.micro', 'm5.large', 't3.small'), key('aws:TagKeys', 'list', 'team', 'cost', 'Team')],
  iam: [
    key('iam:PassedToService', 'text', 'ec2.amazonaws.com', 'lambda.amazonaws.com'),
    key('aws:RequestTag/team', 'text', 'data', 'web'),
    key('aws:TagKeys', 'list', 'team', 'cost', 'Team'),
  ],
  sts: [
    key('sts:ExternalId', 'text', 'secret-1', 'secret-2'),
    key('sts:RoleSessionName', 'text', 'alice', 'run-1'),
    key('sts:TransitiveTagKeys', 'list', 'team', 'cost'),
  ],
  kms: [
    key('kms:ViaService', 'text', 's3.us-west-2.amazonaws.com', 'ec2.us-west-2.amazonaws.com'),
    key('kms:EncryptionContext:dept', 'text', 'data', 'web'),
    key('kms:EncryptionContextKeys', 'list', 'dept', 'team'),
  ],
  dynamodb: [
    key('dynamodb:LeadingKeys', 'list', 'alice', 'bob', 'data'),
    key('dynamodb:Attributes', 'list', 'id', 'name', 'price'),
    key('dynamodb:Select', 'text', 'SPECIFIC_ATTRIBUTES', 'ALL_ATTRIBUTES'),
  ],
  lambda: [
    key('lambda:FunctionArn', 'arn', 'arn:aws:lambda:us-east-1:111122223333:function:resize', 'arn:aws:lambda:eu-west-1:1:function:x'),
  ],
  sns: [key('sns:Protocol', 'text', 'https', 'email', 'sqs')],
  organizations: [key('organizations:PolicyType', 'text', 'SERVICE_CONTROL_POLICY', 'TAG_POLICY')],
};

const ofSaml: readonly RandomKey[] = [key('saml:aud', 'text', 'https://signin.aws.amazon.com/saml', 'https://elsewhere.example')];
const ofOidc: readonly RandomKey[] = [
  key('token.actions.githubusercontent.com:sub', 'text', 'repo:acme/app:ref:refs/heads/main', 'repo:acme/app:pull_request'),
  key('token.actions.githubusercontent.com:aud', 'text', 'sts.amazonaws.com', 'other'),
];

/** The keys that conditions on a request may name, with what is known of them. */
export function keysFor(request: RandomRequest): readonly RandomKey[] {
  const service = request.action.split(':')[0] ?? '';
  const own = byService[service] ?? [];
  switch (request.caller.kind) {
    case 'external':
      return request.action.endsWith('SAML') ? ofSaml : ofOidc;
    case 'service':
      return [
        ...anyRequest.filter(({ name }) => !/^aws:SourceIp|^aws:SourceVpce/.test(name)),
        ...own,
        ...ofServices,
        derived('aws:PrincipalIsAWSService', 'flag', 'true', 'false'),
      ];
    case 'anonymous':
      return [
        ...anyRequest,
        ...(service === 'kms' ? [] : own),
        derived('aws:PrincipalType', 'text', 'Anonymous', 'User'),
        ...resourceKeys(request),
      ];
    default:
      return [...anyRequest, ...ofIam, ...own, ...callerKeys(request, service), ...resourceKeys(request)];
  }
}

const derived = (name: string, kind: KeyKind, value: string, ...others: readonly string[]): RandomKey => ({
  name,
  kind,
  samples: [value, ...others],
  derived: value,
});

function callerKeys({ caller }: RandomRequest, service: string): readonly RandomKey[] {
  if (!('account' in caller)) return [];
  const arn = caller.kind === 'role' ? caller.roleArn : caller.arn;
  const types = { user: 'User', role: 'AssumedRole', federatedUser: 'FederatedUser', root: 'Account' };
  return [
    derived('aws:PrincipalArn', 'arn', arn, `arn:aws:iam::${caller.account}:role/Other`),
    derived('aws:PrincipalAccount', 'text', caller.account, '444455556666'),
    derived('aws:PrincipalType', 'text', types[caller.kind], 'Nobody'),
    derived('aws:PrincipalIsAWSService', 'flag', 'false', 'true'),
    derived('aws:ViaAWSService', 'flag', 'false', 'true'),
    ...(service === 'kms' ? [derived('kms:CallerAccount', 'text', caller.account, '444455556666')] : []),
    caller.kind === 'user' ? derived('aws:username', 'text', caller.name, 'mallory') : key('aws:username', 'text', 'alice', 'bob'),
    key('aws:userid', 'text', 'AIDAEXAMPLE', 'AROAEXAMPLE:run-1'),
  ];
}

function resourceKeys(request: RandomRequest): readonly RandomKey[] {
  const region = request.resource.split(':')[3] ?? '';
  return [
    ...(request.resource === '*' ? [] : [derived('aws:ResourceAccount', 'text', request.owner, '123456789012')]),
    ...(region === '' ? [] : [derived('aws:RequestedRegion', 'text', region, 'ap-northeast-2')]),
  ];
}

/** Context of a request: some of the keys, with values. */
export function randomContext(keys: readonly RandomKey[], random: RandomSource): Readonly<Record<string, string | readonly string[]>> {
  const given = keys.filter((one) => one.derived === undefined && one.name !== 'aws:username' && random.chance(0.7));
  return Object.fromEntries(given.map((one) => [one.name, one.kind === 'list' ? randomList(one, random) : random.pick(one.samples)]));
}

function randomList({ samples }: RandomKey, random: RandomSource): readonly string[] {
  if (random.chance(0.06)) return [];
  return random.sample(samples, 1 + random.below(2));
}
