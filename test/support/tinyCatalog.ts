import type { Catalog } from '../../server/src/core/catalog/catalog';
import { createCatalog } from '../../server/src/core/catalog/createCatalog';
import type { CatalogDefinition, KeyDefinition, ServiceDefinition } from './encodeCatalogData';
import { encodeCatalogData } from './encodeCatalogData';

const resourceTag = 'aws:ResourceTag/${TagKey}';
const requestTags = ['aws:RequestTag/${TagKey}', 'aws:TagKeys'];
const s3Keys = ['s3:ResourceAccount', 's3:TlsVersion', 's3:authType', 's3:signatureversion'];
const onObject = ['accesspointobject', 'object'];

const s3: ServiceDefinition = {
  name: 'Amazon S3',
  types: {
    accesspoint: 'arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}',
    accesspointobject: 'arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}/object/${ObjectName}',
    bucket: ['arn:${Partition}:s3:::${BucketName}', resourceTag, 's3:BucketTag/${TagKey}'],
    object: ['arn:${Partition}:s3:::${BucketName}/${ObjectName}', 's3:BucketTag/${TagKey}'],
  },
  actions: {
    CreateBucket: { level: 'write', on: ['bucket!'], keys: [...requestTags, ...s3Keys, 's3:locationconstraint', 's3:x-amz-acl'] },
    DeleteBucket: { level: 'write', on: ['bucket!'], keys: s3Keys },
    DeleteObject: { level: 'write', on: onObject, keys: s3Keys },
    DeleteObjectTagging: { level: 'tagging', on: onObject, keys: ['s3:ExistingObjectTag/${TagKey}', ...s3Keys] },
    GetBucketLocation: { level: 'read', on: ['bucket!'], keys: s3Keys },
    GetBucketPolicy: { level: 'read', on: ['bucket!'], keys: s3Keys },
    GetObject: { level: 'read', on: onObject, keys: ['s3:ExistingObjectTag/${TagKey}', ...s3Keys] },
    GetObjectTagging: { level: 'read', on: onObject, keys: ['s3:ExistingObjectTag/${TagKey}', ...s3Keys] },
    GetObjectVersion: { level: 'read', on: onObject, keys: ['s3:ExistingObjectTag/${TagKey}', 's3:VersionId', ...s3Keys] },
    ListAllMyBuckets: { level: 'list', keys: s3Keys },
    ListBucket: { level: 'list', on: ['accesspoint', 'bucket'], keys: [...s3Keys, 's3:delimiter', 's3:max-keys', 's3:prefix'] },
    PutBucketPolicy: { level: 'permissions', on: ['bucket!'], keys: s3Keys },
    PutObject: {
      level: 'write',
      on: onObject,
      keys: [...s3Keys, 's3:RequestObjectTag/${TagKey}', 's3:x-amz-acl', 's3:x-amz-server-side-encryption'],
    },
    PutObjectTagging: {
      level: 'tagging',
      on: onObject,
      keys: ['s3:ExistingObjectTag/${TagKey}', 's3:RequestObjectTag/${TagKey}', ...s3Keys],
    },
  },
};

const ec2: ServiceDefinition = {
  name: 'Amazon EC2',
  types: {
    image: ['arn:${Partition}:ec2:${Region}::image/${ImageId}', resourceTag],
    instance: [
      'arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}',
      resourceTag,
      'ec2:InstanceType',
      'ec2:ResourceTag/${TagKey}',
    ],
    subnet: ['arn:${Partition}:ec2:${Region}:${Account}:subnet/${SubnetId}', resourceTag, 'ec2:Vpc'],
    volume: ['arn:${Partition}:ec2:${Region}:${Account}:volume/${VolumeId}', resourceTag],
  },
  actions: {
    CreateTags: { level: 'tagging', on: ['instance', 'volume'], keys: [...requestTags, 'ec2:CreateAction', 'ec2:Region'] },
    DescribeInstances: { level: 'list', keys: ['ec2:Region'] },
    DescribeRegions: { level: 'list', keys: ['ec2:Region'] },
    GetConsoleOutput: { level: 'read', on: ['instance!'], keys: ['ec2:Region'] },
    RunInstances: {
      level: 'write',
      on: ['image!', 'instance!', 'subnet', 'volume'],
      keys: ['ec2:Region'],
      keysOn: { instance: [...requestTags, 'ec2:InstanceType'], volume: ['ec2:Encrypted', 'ec2:VolumeType'] },
      needs: ['ec2:CreateTags', 'iam:PassRole'],
    },
    StartInstances: { level: 'write', on: ['instance!'], keys: ['ec2:Region'] },
    StopInstances: { level: 'write', on: ['instance!'], keys: ['ec2:Region'] },
    TerminateInstances: { level: 'write', on: ['instance!'], keys: ['ec2:Region'] },
  },
};

const iam: ServiceDefinition = {
  name: 'AWS Identity and Access Management (IAM)',
  types: {
    policy: ['arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}', resourceTag],
    role: ['arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}', resourceTag, 'iam:ResourceTag/${TagKey}'],
    user: ['arn:${Partition}:iam::${Account}:user/${UserNameWithPath}', resourceTag, 'iam:ResourceTag/${TagKey}'],
  },
  actions: {
    AttachRolePolicy: { level: 'permissions', on: ['role!'], keys: ['iam:PermissionsBoundary', 'iam:PolicyARN'] },
    CreateRole: { level: 'write', on: ['role!'], keys: [...requestTags, 'iam:PermissionsBoundary'] },
    CreateUser: { level: 'write', on: ['user!'], keys: [...requestTags, 'iam:PermissionsBoundary'] },
    DeleteUser: { level: 'write', on: ['user!'] },
    GetRole: { level: 'read', on: ['role!'] },
    ListUsers: { level: 'list' },
    PassRole: { level: 'write', on: ['role!'], keys: ['iam:AssociatedResourceArn', 'iam:PassedToService'], permissionOnly: true },
    TagRole: { level: 'tagging', on: ['role!'], keys: requestTags },
  },
};

const sts: ServiceDefinition = {
  name: 'AWS Security Token Service',
  types: { role: ['arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}', resourceTag] },
  actions: {
    AssumeRole: {
      level: 'write',
      on: ['role!'],
      keys: [...requestTags, 'sts:ExternalId', 'sts:RoleSessionName', 'sts:SourceIdentity', 'sts:TransitiveTagKeys'],
    },
    AssumeRoleWithSAML: { level: 'write', on: ['role!'], keys: ['saml:aud', 'saml:sub'] },
    AssumeRoleWithWebIdentity: {
      level: 'write',
      on: ['role!'],
      keys: ['token.actions.githubusercontent.com:aud', 'token.actions.githubusercontent.com:sub', 'accounts.google.com:aud'],
    },
    GetCallerIdentity: { level: 'read' },
    TagSession: { level: 'tagging', on: ['role'], keys: requestTags },
  },
};

const kms: ServiceDefinition = {
  name: 'AWS Key Management Service',
  types: {
    alias: 'arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}',
    key: ['arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}', resourceTag, 'kms:KeySpec'],
  },
  actions: {
    CreateGrant: { level: 'permissions', on: ['key!'], keys: ['kms:CallerAccount', 'kms:GrantIsForAWSResource', 'kms:ViaService'] },
    CreateKey: { level: 'write', keys: [...requestTags, 'kms:CallerAccount', 'kms:KeySpec'] },
    Decrypt: {
      level: 'write',
      on: ['key!'],
      keys: ['kms:CallerAccount', 'kms:EncryptionContext:${EncryptionContextKey}', 'kms:EncryptionContextKeys', 'kms:ViaService'],
    },
    DescribeKey: { level: 'read', on: ['key!'], keys: ['kms:CallerAccount', 'kms:ViaService'] },
    ListKeys: { level: 'list' },
    TagResource: { level: 'tagging', on: ['key!'], keys: requestTags },
  },
};

const organizations: ServiceDefinition = {
  name: 'AWS Organizations',
  types: {
    account: ['arn:${Partition}:organizations::${Account}:account/o-${OrganizationId}/${AccountId}', resourceTag],
    awspolicy: 'arn:${Partition}:organizations::aws:policy/${PolicyType}/p-${PolicyId}',
    organizationalunit: ['arn:${Partition}:organizations::${Account}:ou/o-${OrganizationId}/ou-${OrganizationalUnitId}', resourceTag],
    policy: ['arn:${Partition}:organizations::${Account}:policy/o-${OrganizationId}/${PolicyType}/p-${PolicyId}', resourceTag],
    root: ['arn:${Partition}:organizations::${Account}:root/o-${OrganizationId}/r-${RootId}', resourceTag],
  },
  actions: {
    AttachPolicy: { level: 'permissions', on: ['account', 'organizationalunit', 'policy!', 'root'], keys: ['organizations:PolicyType'] },
    CreateAccount: { level: 'write', keys: requestTags, needs: ['organizations:TagResource'] },
    CreatePolicy: { level: 'permissions', keys: [...requestTags, 'organizations:PolicyType'] },
    DescribeOrganization: { level: 'read' },
    DetachPolicy: { level: 'permissions', on: ['account', 'organizationalunit', 'policy!', 'root'], keys: ['organizations:PolicyType'] },
    EnableAWSServiceAccess: { level: 'write', keys: ['organizations:ServicePrincipal'] },
    LeaveOrganization: { level: 'write' },
    ListAccounts: { level: 'list' },
    MoveAccount: { level: 'write', on: ['account!', 'organizationalunit', 'root'] },
    TagResource: { level: 'tagging', on: ['account', 'organizationalunit', 'policy', 'root'], keys: requestTags },
  },
};

const sqs: ServiceDefinition = {
  name: 'Amazon SQS',
  types: { queue: ['arn:${Partition}:sqs:${Region}:${Account}:${QueueName}', resourceTag] },
  actions: {
    AddPermission: { level: 'permissions', on: ['queue!'] },
    CreateQueue: { level: 'write', on: ['queue!'], keys: requestTags },
    GetQueueUrl: { level: 'read', on: ['queue!'] },
    ListQueues: { level: 'read' },
    ReceiveMessage: { level: 'read', on: ['queue!'] },
    SendMessage: { level: 'write', on: ['queue!'] },
    TagQueue: { level: 'tagging', on: ['queue!'], keys: requestTags },
  },
};

const dynamodb: ServiceDefinition = {
  name: 'Amazon DynamoDB',
  types: {
    index: 'arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}',
    table: ['arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}', resourceTag],
  },
  actions: {
    DeleteItem: { level: 'write', on: ['table!'], keys: ['dynamodb:LeadingKeys'] },
    GetItem: { level: 'read', on: ['table!'], keys: ['dynamodb:Attributes', 'dynamodb:LeadingKeys'] },
    ListTables: { level: 'list' },
    PutItem: { level: 'write', on: ['table!'], keys: ['dynamodb:Attributes', 'dynamodb:LeadingKeys'] },
    Query: { level: 'read', on: ['index', 'table!'], keys: ['dynamodb:Attributes', 'dynamodb:LeadingKeys'] },
    TagResource: { level: 'tagging', on: ['table!'], keys: requestTags },
  },
};

const globalKeys: Readonly<Record<string, KeyDefinition>> = {
  'aws:CalledVia': { multivalued: true, present: 'sometimes' },
  'aws:CurrentTime': { type: 'Date', present: 'always' },
  'aws:EpochTime': { type: 'Date', present: 'always' },
  'aws:MultiFactorAuthAge': { type: 'Numeric', present: 'sometimes' },
  'aws:MultiFactorAuthPresent': { type: 'Bool', present: 'sometimes' },
  'aws:PrincipalAccount': { present: 'always', sensitive: true },
  'aws:PrincipalArn': { type: 'ARN', present: 'sometimes' },
  'aws:PrincipalIsAWSService': { type: 'Bool', present: 'sometimes' },
  'aws:PrincipalOrgID': { present: 'sometimes', sensitive: true },
  'aws:PrincipalOrgPaths': { multivalued: true, present: 'sometimes' },
  'aws:PrincipalTag/${TagKey}': { present: 'sometimes' },
  'aws:PrincipalType': { present: 'always' },
  'aws:RequestTag/${TagKey}': { present: 'sometimes' },
  'aws:RequestedRegion': { present: 'always' },
  'aws:ResourceAccount': { present: 'sometimes', sensitive: true },
  'aws:ResourceOrgID': { present: 'sometimes', sensitive: true },
  'aws:ResourceTag/${TagKey}': { present: 'sometimes' },
  'aws:SecureTransport': { type: 'Bool', present: 'always' },
  'aws:SourceAccount': { present: 'sometimes', sensitive: true },
  'aws:SourceArn': { type: 'ARN', present: 'sometimes' },
  'aws:SourceIp': { type: 'IPAddress', present: 'sometimes' },
  'aws:SourceVpc': { present: 'sometimes', sensitive: true },
  'aws:SourceVpce': { present: 'sometimes', sensitive: true },
  'aws:TagKeys': { multivalued: true, present: 'sometimes' },
  'aws:TokenIssueTime': { type: 'Date', present: 'sometimes' },
  'aws:UserAgent': { present: 'sometimes' },
  'aws:ViaAWSService': { type: 'Bool', present: 'always' },
  'aws:userid': { present: 'always' },
  'aws:username': { present: 'sometimes' },
  'ec2:SourceInstanceArn': { type: 'ARN', present: 'sometimes', crossService: true },
};

const strings = [
  's3:BucketTag/${TagKey}',
  's3:ExistingObjectTag/${TagKey}',
  's3:RequestObjectTag/${TagKey}',
  's3:ResourceAccount',
  's3:VersionId',
  's3:authType',
  's3:delimiter',
  's3:locationconstraint',
  's3:prefix',
  's3:signatureversion',
  's3:x-amz-acl',
  's3:x-amz-server-side-encryption',
  'ec2:CreateAction',
  'ec2:InstanceType',
  'ec2:Region',
  'ec2:ResourceTag/${TagKey}',
  'ec2:VolumeType',
  'iam:PassedToService',
  'iam:ResourceTag/${TagKey}',
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
  'saml:aud',
  'saml:sub',
  'token.actions.githubusercontent.com:aud',
  'token.actions.githubusercontent.com:sub',
  'accounts.google.com:aud',
  'kms:CallerAccount',
  'kms:EncryptionContext:${EncryptionContextKey}',
  'kms:KeySpec',
  'kms:ViaService',
  'organizations:PolicyType',
  'organizations:ServicePrincipal',
];

const serviceKeys: Readonly<Record<string, KeyDefinition>> = {
  ...Object.fromEntries(strings.map((name): [string, KeyDefinition] => [name, {}])),
  's3:TlsVersion': { type: 'Numeric' },
  's3:max-keys': { type: 'Numeric' },
  'ec2:Encrypted': { type: 'Bool' },
  'ec2:Vpc': { type: 'ARN' },
  'iam:AssociatedResourceArn': { type: 'ARN' },
  'iam:PermissionsBoundary': {},
  'iam:PolicyARN': { type: 'ARN' },
  'sts:TransitiveTagKeys': { multivalued: true },
  'kms:EncryptionContextKeys': { multivalued: true },
  'kms:GrantIsForAWSResource': { type: 'Bool' },
  'dynamodb:Attributes': { multivalued: true },
  'dynamodb:LeadingKeys': { multivalued: true },
};

/** What the small catalog says, for tests that change a little of it. */
export const tinyCatalogDefinition: CatalogDefinition = {
  date: '2026-09-26',
  services: { s3, ec2, iam, sts, kms, organizations, sqs, dynamodb },
  keys: { ...globalKeys, ...serviceKeys },
  keyValues: {
    'aws:PrincipalType': ['Account', 'User', 'FederatedUser', 'AssumedRole', 'Anonymous'],
    'aws:RequestedRegion': ['ap-northeast-2', 'cn-north-1', 'eu-central-1', 'us-east-1', 'us-gov-west-1'],
    'organizations:PolicyType': ['BACKUP_POLICY', 'RESOURCE_CONTROL_POLICY', 'SERVICE_CONTROL_POLICY', 'TAG_POLICY'],
    's3:x-amz-acl': ['authenticated-read', 'bucket-owner-full-control', 'private', 'public-read'],
  },
  removedActions: ['s3:GetObjectTorrent'],
  retiredServices: ['deeplens', 'zocalo'],
  rcpServices: ['dynamodb', 'kms', 's3', 'sqs', 'sts'],
  servicePrincipals: ['cloudtrail.amazonaws.com', 'ec2.amazonaws.com', 'lambda.amazonaws.com'],
  regions: {
    'ap-northeast-2': 'aws',
    'cn-north-1': 'aws-cn',
    'eu-central-1': 'aws',
    'us-east-1': 'aws',
    'us-gov-west-1': 'aws-us-gov',
  },
  partitions: { aws: 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn', 'aws-us-gov': 'amazonaws.com' },
  quotas: {
    managedPolicySize: 6144,
    trustPolicySize: 2048,
    scpDocumentSize: 10240,
    rcpDocumentSize: 5120,
    roleInlinePolicySize: 10240,
    s3BucketPolicySize: 20480,
    scpsPerTarget: 10,
  },
  policies: [
    { arn: 'arn:aws:iam::aws:policy/AdministratorAccess', version: 'v1', updated: '2015-02-06' },
    { arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', version: 'v150', updated: '2026-08-01' },
    { arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess', version: '', updated: '2017-02-27' },
  ],
};

let catalog: Catalog | undefined;

/** A catalog of eight services and a few dozen real actions, so that no test changes when AWS adds one; shared, since it never changes. */
export function tinyCatalog(): Catalog {
  return (catalog ??= createCatalog(encodeCatalogData(tinyCatalogDefinition)));
}
